import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type ECSClient,
} from "@aws-sdk/client-ecs";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { PutSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { production as productionEnvironment } from "../../environments/production";
import { behave, pushImage, setScanFindings, type Emulator } from "../../lib/emulator";
import { sleep } from "../../packages/common/process";
import { finished, type Result, type Workspace } from "../../scripts/test/workspace";
import { targetOf } from "../../lib/ecs/target";

const production = targetOf(productionEnvironment);

/** Production, deployed to an emulator. */
interface Released {
  readonly workspace: Workspace;
  readonly emulator: Emulator;
  readonly ecs: ECSClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  /** What `terraform plan` without any variable says of the service stack. */
  readonly plan: () => Promise<Result>;
}

const {
  cluster,
  service,
  image: { repository },
  secrets,
  secretPrefix,
  state,
  container: web,
} = production;
const stateBucket = state.kind === "s3" ? state.bucket : "";

/** Releases, rollbacks and one-off tasks of a deployed production; about two minutes. @param world is there when the tests run */
// oxlint-disable-next-line jest/no-export -- production.test.ts deploys once for both files
export function releaseTests(world: () => Released): void {
  const npm = (script: string, ...args: readonly string[]): Promise<Result> =>
    world().workspace.npm(script, "--emulator", "production", ...args);
  const release = (...args: readonly string[]) => npm("release", ...args);

  /** A release that continues while the test does. */
  const begin = (tag: string) => {
    const program = ["platform", "release", "--emulator", "production", tag];
    const child = world().workspace.spawn(process.execPath, program);
    let printed = "";
    child.stdout?.on("data", (text: Buffer) => (printed += text.toString()));
    const says = async (text: RegExp): Promise<void> => {
      while (!text.test(printed) && child.exitCode === null) await sleep(50);
    };
    return { child, says, result: finished(child) };
  };

  const running = async () => {
    const { services = [] } = await world().ecs.send(
      new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }),
    );
    return services[0];
  };
  /** Revision and image of what runs. */
  const runs = async () => {
    const { taskDefinition: arn = "" } = (await running()) ?? {};
    const { taskDefinition } = await world().ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
    const image = taskDefinition?.containerDefinitions?.find(({ name }) => name === web)?.image ?? "";
    return { revision: Number(arn.split(":").at(-1)), tag: image.split(":").at(-1) };
  };
  const active = async (family: string) => {
    const { taskDefinitionArns = [] } = await world().ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE" }),
    );
    return taskDefinitionArns.filter((arn) => arn.includes(`/${family}:`));
  };
  const revisionOf = (arn: string | undefined) => Number(arn?.split(":").at(-1));
  /** No plan reverts what a release or a rollback did. */
  const expectEmptyPlan = async (): Promise<void> => {
    const { code, output } = await world().plan();
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("No changes.") });
  };
  const migrated = { command: "db:migrate", does: { kind: "exit", logs: ["== CreateShops: migrated"] } } as const;

  let first: Awaited<ReturnType<typeof runs>>;

  beforeAll(async () => {
    first = await runs();
    // Terraform alone brought what runs, and asks nobody for its image.
    for (const tag of [first.tag ?? "", "production-401", "production-402", "production-403"]) {
      await pushImage(world().emulator, { repository: repository, tag, architecture: "amd64" });
    }
    await pushImage(world().emulator, { repository: repository, tag: "production-arm", architecture: "arm64" });
    await setScanFindings(world().emulator, {
      repository: repository,
      tag: "production-403",
      findings: [{ name: "CVE-2024-3094", severity: "CRITICAL" }],
    });
  });

  test.each([
    ["production-999", "there is no image production-999 in the repository ma-mangoops-production"],
    ["production-arm", "the image production-arm is built for arm64, and the instances are x86_64 (amd64)"],
    ["production-403", "the scan of production-403 has 1 critical finding: CVE-2024-3094"],
    ["production-401", "the secret of RAILS_MASTER_KEY has no value: aws secretsmanager put-secret-value"],
  ])("the release of %s is refused before anything changes: %s", async (tag, message) => {
    const before = await runs();
    const { code, output } = await release(tag);
    expect({ code, output }).toEqual({ code: 3, output: expect.stringContaining(message) });
    expect(output).toContain("Nothing has changed.");
    expect(await runs()).toEqual(before);
  });

  describe("with every secret in place", () => {
    beforeAll(async () => {
      for (const [name, source] of Object.entries(secrets)) {
        const secret = { SecretId: `${secretPrefix}/${name}`, SecretString: "by hand" };
        if (source !== "database") await world().secrets.send(new PutSecretValueCommand(secret));
      }
    });

    test("a migration that fails stops the release with its log; the service and the revisions are as before", async () => {
      const [before, revisions] = [await runs(), await active(`${service.family}-task`)];
      const failing = { kind: "exit", exitCode: 1, logs: ["PG::DuplicateTable: shops"] } as const;
      await behave(world().emulator, [{ command: "db:migrate", does: failing }]);
      const { code, output } = await release("production-401");
      expect({ code, output }).toEqual({ code: 4, output: expect.stringContaining("  | PG::DuplicateTable: shops") });
      expect(output).toContain("the migration exited with 1");
      expect(await runs()).toEqual(before);
      expect(await active(`${service.family}-task`)).toEqual(revisions);
    });

    test("while a release is under way a second is refused; Ctrl-C stops watching, not the rollout; the same release watches on", async () => {
      const never = {
        container: web,
        image: "production-401",
        does: { kind: "run", healthyAfterSeconds: 600 },
      } as const;
      await behave(world().emulator, [migrated, never]);
      const first = begin("production-401");
      await first.says(/service:/);
      const second = await release("production-402");
      expect({ ...second }).toEqual({ code: 7, output: expect.stringContaining("has been at work since ") });

      await first.says(/new task \w+: RUNNING/);
      first.child.kill("SIGINT");
      const { code, output } = await first.result;
      expect({ code, output }).toEqual({
        code: 130,
        output: expect.stringContaining("the rollout of production-401 continues"),
      });
      expect(output).toContain("  | == CreateShops: migrated");

      const again = begin("production-401");
      await again.says(/production-401 is being rolled out already; this only watches\./);
      await behave(world().emulator, [migrated]);
      const watched = await again.result;
      expect({ ...watched }).toEqual({
        code: 0,
        output: expect.stringContaining("MangoApps-Production runs production-401"),
      });
      expect((await runs()).tag).toBe("production-401");
      // Terraform saves the state on its own.
      const lock = { Bucket: stateBucket, Key: "production-service.tfstate.tflock" };
      while (
        await world()
          .s3.send(new HeadObjectCommand(lock))
          .catch(() => undefined)
      )
        await sleep(100);
      await expectEmptyPlan();
    });

    test("a release that the circuit breaker rolls back is no success: it says why, with the tasks' last words", async () => {
      const before = await runs();
      const does = {
        kind: "exit",
        exitCode: 1,
        afterSeconds: 0.5,
        healthyAfterSeconds: 9,
        logs: ["Missing encryption key"],
      } as const;
      await behave(world().emulator, [migrated, { container: web, image: "production-402", does }]);
      const { code, output } = await release("production-402");
      expect({ code, output }).toEqual({
        code: 6,
        output: expect.stringContaining("MangoApps-Production was rolled back and runs production-401"),
      });
      expect(output).toContain("deployment failed: tasks failed to start.");
      expect(output).toMatch(
        /Essential container in task exited\n +ma-mangoops-production: exit code 1\n +\| Missing encryption key/,
      );
      expect(await runs()).toEqual(before);
      await behave(world().emulator, []);

      const { Contents = [] } = await world().s3.send(
        new ListObjectsV2Command({ Bucket: stateBucket, Prefix: "production-service.releases/" }),
      );
      const record = Contents.findLast(({ Key }) => Key?.endsWith("-production-402.json"));
      const { Body } = await world().s3.send(new GetObjectCommand({ Bucket: stateBucket, Key: record?.Key }));
      expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({
        from: expect.stringContaining("production-401 (ma-mangoops-production:"),
        digest: expect.stringMatching(/^sha256:/),
        outcome: "rolled back or given up",
      });
      await expectEmptyPlan();
    });

    test("a rollback goes to the last revision that was good, by its image, and the next plan of that image is empty", async () => {
      const before = await runs();
      const { code, output } = await npm("rollback");
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringMatching(/through Terraform; the database stays/),
      });
      const after = await runs();
      expect(after.revision).toBeGreaterThan(before.revision);
      expect(after.tag).toBe(first.tag);
      expect(output).toContain(`runs ${after.tag} (ma-mangoops-production:${after.revision})`);
      await expectEmptyPlan();
      const again = await release(first.tag ?? "");
      expect({ ...again }).toEqual({ code: 0, output: expect.stringContaining("plan: no changes") });
      expect(again.output).toContain(`runs ${first.tag} already: nothing to do`);
    });

    test("to a revision with another configuration it goes past Terraform, and says what differs", async () => {
      const { taskDefinition: good = "" } = (await running()) ?? {};
      const { taskDefinition } = await world().ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: good }));
      const { family, networkMode, executionRoleArn, taskRoleArn, requiresCompatibilities, runtimePlatform } =
        taskDefinition ?? {};
      const registered = await world().ecs.send(
        new RegisterTaskDefinitionCommand({
          family,
          networkMode,
          executionRoleArn,
          taskRoleArn,
          requiresCompatibilities,
          runtimePlatform,
          containerDefinitions: taskDefinition?.containerDefinitions?.map((one) => ({
            ...one,
            memoryReservation: 600,
          })),
        }),
      );
      const other = registered.taskDefinition?.taskDefinitionArn;
      await world().ecs.send(
        new UpdateServiceCommand({ cluster: cluster.name, service: service.name, taskDefinition: other }),
      );
      const { code, output } = await npm("rollback", String(good.split(":").at(-1)));
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("itself, past Terraform") });
      expect(output).toContain("container ma-mangoops-production: memoryReservation 600 -> 2048");
      const copy = (await running())?.taskDefinition;
      expect(revisionOf(copy)).toBeGreaterThan(revisionOf(other));
      await expectEmptyPlan();
    });

    test("a command runs beside the service with its log, and exits as the command does", async () => {
      await behave(world().emulator, [{ command: "User.count", does: { kind: "exit", exitCode: 3, logs: ["42"] } }]);
      const { code, output } = await npm("task", "bin/rails runner 'puts User.count'");
      expect({ code, output }).toEqual({
        code: 3,
        output: expect.stringContaining("the task started and stopped as the emulator was asked to (3)"),
      });
      expect(output.split("\n")).toContain("42");
      await behave(world().emulator, []);
    });
  });
}
