import { spawn } from "node:child_process";
import { once } from "node:events";
import type { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { changed, shop, web as webService } from "../../fixtures/shop";
import { defineEnvironment } from "../../../modules/platform/environment";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { Screen } from "../../../lib/terminal/screen";
import { Steps } from "../../../lib/terminal/steps";
import { registerCopy } from "../../../operations/release/account";
import { settle, settled, settleInTheEnd } from "../../../operations/release/record";
import type { Tags } from "../../../operations/release/tags";
import type { Clients } from "../../../operations/release/work";
import { fakeClient } from "../task/fake-client";
import { targetOf, type ServiceTarget } from "../../../lib/ecs/target";

const production = targetOf(shop);

const family = production.service.family;
const web = production.container;

interface Revision {
  readonly number: number;
  readonly tag: string;
  active: boolean;
}

interface Account {
  /** Tags of the revisions 1, 2, ... of the service's family. */
  readonly service: readonly string[];
  /** The same of the family of one-off tasks. @default - as the service's */
  readonly oneOff?: readonly string[];
  /** Number of the revision that runs. */
  readonly runs: number;
  /** Another deployment is in progress. @default false */
  readonly inProgress?: boolean;
  /** @default - there is none */
  readonly record?: string;
  readonly environment?: ServiceTarget;
}

/** An account with revisions of both families, as ECS and SSM describe it. */
function account({ service, oneOff = service, runs, inProgress = false, record, environment = production }: Account) {
  const revisions: Record<string, Revision[]> = {};
  for (const [name, tags] of [
    [family, service],
    [`${family}-task`, oneOff],
    [`${family}-task-worker`, oneOff],
  ] as const) {
    revisions[name] = tags.map((tag, index) => ({ number: index + 1, tag, active: true }));
  }
  const stored = { record };
  const find = (name: string): [string, Revision | undefined] => {
    const [of = "", number] = (name.split("/").at(-1) ?? "").split(":");
    return [of, revisions[of]?.find((one) => one.number === Number(number))];
  };
  const arn = (of: string, number: number) => `arn:aws:ecs:eu-central-1:1:task-definition/${of}:${number}`;
  const ecs = fakeClient<ECSClient>({
    DescribeServices: {
      services: [
        {
          status: "ACTIVE",
          taskDefinition: arn(family, runs),
          deployments: [{ status: "PRIMARY", rolloutState: inProgress ? "IN_PROGRESS" : "COMPLETED" }],
        },
      ],
    },
    ListTaskDefinitions: ({ familyPrefix }: { familyPrefix: string }) => ({
      taskDefinitionArns: (revisions[familyPrefix] ?? [])
        .filter(({ active }) => active)
        .map(({ number }) => arn(familyPrefix, number)),
    }),
    DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      const [of, revision] = find(taskDefinition);
      const name = of.endsWith("-worker") ? "worker" : web;
      const containerDefinitions = [{ name, image: `repository:${revision?.tag}` }];
      return {
        taskDefinition: { family: of, taskDefinitionArn: taskDefinition, containerDefinitions },
        tags: [{ key: "Environment", value: "production" }],
      };
    },
    DeregisterTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      const [, revision] = find(taskDefinition);
      if (revision !== undefined) revision.active = false;
      return {};
    },
    RegisterTaskDefinition: (input: { family: string; tags: unknown; containerDefinitions: { image: string }[] }) => {
      expect(input.tags).toEqual([{ key: "Environment", value: "production" }]);
      const list = revisions[input.family] ?? [];
      const tag = input.containerDefinitions[0]?.image.split(":")[1] ?? "";
      list.push({ number: list.length + 1, tag, active: true });
      return { taskDefinition: { taskDefinitionArn: arn(input.family, list.length) } };
    },
  });
  const ssm = fakeClient<SSMClient>({
    GetParameter: () =>
      stored.record === undefined
        ? Object.assign(new Error("none"), { name: "ParameterNotFound" })
        : { Parameter: { Value: stored.record } },
    PutParameter: ({ Value }: { Value: string }) => {
      stored.record = Value;
      return {};
    },
  });
  const planned: Tags[] = [];
  const left: unknown[] = [];
  const screen = new Screen({ write: () => true });
  const work = {
    environment,
    clients: {
      ecs: ecs.client,
      ssm: ssm.client,
      codedeploy: fakeClient<CodeDeployClient>({}).client,
    } as Partial<Clients> as Clients,
    screen,
    steps: new Steps(screen, new Interrupts()),
    command: "",
    log: "",
    plan: (tags: Tags) => {
      planned.push(tags);
      const empty = { images: [], unexpected: [], containers: [], parts: [], isEmpty: true };
      return Promise.resolve({ ...empty, program: { binary: "", env: {} }, stack: "", folder: "/nowhere", file: "" });
    },
    terraform: {} as { pid?: number },
    leaveBehind: (attempt: unknown) => void left.push(attempt),
  };
  /** Tags of the revisions that can run, oldest first. */
  const active = (of: string) => (revisions[of] ?? []).filter(({ active: is }) => is).map(({ tag }) => tag);
  return { work, ecs, planned, left, active, record: () => stored.record };
}

test("after a release the record names the new image, and no revision is touched", async () => {
  const { work, active, record } = account({ service: ["305", "306"], runs: 2, record: "305" });
  await expect(settle(work, { tag: "306", byTerraform: true })).resolves.toBe("settled");
  expect(record()).toBe("306");
  expect([active(family), active(`${family}-task`)]).toEqual([
    ["305", "306"],
    ["305", "306"],
  ]);
});

test("after a rollback by ECS the image that did not stay is withdrawn from both families, and the record is as before", async () => {
  const { work, active, record } = account({ service: ["304", "305", "306", "306"], runs: 2, record: "305" });
  await settle(work, { tag: "306", byTerraform: true });
  expect(record()).toBe("305");
  expect([active(family), active(`${family}-task`)]).toEqual([
    ["304", "305"],
    ["304", "305"],
  ]);
});

test("the families of other containers' scheduled tasks and migrations are settled as the one of one-off tasks is", async () => {
  const scheduled = { nightly: { container: "worker", command: ["true"], schedule: "rate(1 day)" } };
  const environment = targetOf(defineEnvironment(changed(webService({ scheduled }))));
  const failed = account({ service: ["305", "306"], runs: 1, record: "305", environment });
  await settle(failed.work, { tag: "306", byTerraform: true });
  expect(failed.active(`${family}-task-worker`)).toEqual(["305"]);
  const back = account({ service: ["304", "305", "304"], oneOff: ["304", "305"], runs: 3, environment });
  await settle(back.work, { tag: "304", byTerraform: false });
  expect(back.active(`${family}-task-worker`)).toEqual(["304", "305", "304"]);
});

test("only the newest revisions with the failed image are withdrawn: an older one may be good", async () => {
  const { work, active } = account({ service: ["306", "305", "306"], runs: 2, record: "305" });
  await settle(work, { tag: "306", byTerraform: true });
  expect(active(family)).toEqual(["306", "305"]);
});

test("an account without a record gets one that names what runs, whatever the environment file says", async () => {
  const { work, record } = account({ service: ["305", "306"], runs: 2 });
  await settle(work, { tag: "306", byTerraform: true });
  expect(record()).toBe("306");
});

test("a rollback to an earlier revision copies it with its tags, and gives one-off tasks its image", async () => {
  const { work, ecs, active } = account({ service: ["304", "305", "304"], oneOff: ["304", "305"], runs: 3 });
  await settle(work, { tag: "304", byTerraform: false });
  expect(active(`${family}-task`)).toEqual(["304", "305", "304"]);
  await expect(registerCopy(ecs.client, `arn/${family}:2`)).resolves.toMatch(/:4$/);
  expect(active(family)).toEqual(["304", "305", "304", "305"]);
});

test("Terraform is asked to name the revision that runs, unless it made that itself", async () => {
  const failed = account({ service: ["305", "306"], runs: 1, record: "305" });
  await settle(failed.work, { tag: "306", byTerraform: true });
  expect(failed.planned).toEqual([{ app: "305" }]);
  const good = account({ service: ["305", "306"], runs: 2, record: "305" });
  await settle(good.work, { tag: "306", byTerraform: true });
  expect(good.planned).toEqual([]);
});

describe("while a deployment is in progress", () => {
  const rolling = { service: ["305", "306"], runs: 2, record: "305", inProgress: true };

  test("nothing is recorded or withdrawn", async () => {
    const { work, record, ecs } = account(rolling);
    await expect(settle(work, { tag: "306", byTerraform: true })).resolves.toBe("in progress");
    expect(record()).toBe("305");
    expect(ecs.asked).not.toContain("DeregisterTaskDefinition");
  });

  test.each([130, 8])("a person who leaves (exit code %d) leaves somebody behind who records its end", async (code) => {
    const { work, left } = account(rolling);
    await expect(settled(work, { tag: "306", byTerraform: true }, () => Promise.resolve(code))).resolves.toBe(code);
    expect(left).toEqual([{ tag: "306", byTerraform: true }]);
  });
});

describe("while Terraform applies, and has registered a revision that ECS does not deploy yet", () => {
  const registered = { service: ["305", "306"], runs: 1, record: "305" };
  const attempt = { tag: "306", byTerraform: true };

  test.each([130, 8, 6])(
    "exit code %d: no revision is withdrawn, somebody is left behind who waits for it",
    async (code) => {
      const { work, left, active } = account(registered);
      work.terraform.pid = 4711;
      await expect(settled(work, attempt, () => Promise.resolve(code))).resolves.toBe(code);
      expect(active(family)).toEqual(["305", "306"]);
      expect(left).toEqual([{ ...attempt, terraform: 4711 }]);
    },
  );

  test("an error: the same", async () => {
    const { work, left, active } = account(registered);
    work.terraform.pid = 4711;
    await expect(settled(work, attempt, () => Promise.reject(new Error("its own")))).rejects.toThrow("its own");
    expect(active(family)).toEqual(["305", "306"]);
    expect(left).toEqual([{ ...attempt, terraform: 4711 }]);
  });

  test("who is left behind looks at the account when that process has ended, and not before", async () => {
    const { work, active } = account(registered);
    const terraform = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = once(terraform, "exit");
    const seen: (readonly string[])[] = [];
    const pause = async () => {
      seen.push(active(family));
      if (seen.length < 3) return;
      terraform.stdin.end();
      await ended;
    };
    const given = { ...attempt, terraform: terraform.pid ?? 0 };
    const alone = <T>(does: () => Promise<T>) => does();
    await expect(settleInTheEnd(work, given, { deadline: Infinity, pause, alone })).resolves.toBe(true);
    expect(seen).toEqual(Array.from({ length: 3 }, () => ["305", "306"]));
    // The new revision did not stay.
    expect(active(family)).toEqual(["305"]);
  });

  test("who is left behind touches nothing while another release is at work, which may have registered it", async () => {
    const { work, active } = account(registered);
    const seen: (readonly string[])[] = [];
    const pause = () => Promise.resolve(seen.push(active(family)));
    const alone = <T>(does: () => Promise<T>) => (seen.length < 2 ? Promise.resolve(undefined) : does());
    await expect(settleInTheEnd(work, attempt, { deadline: Infinity, pause, alone })).resolves.toBe(true);
    expect(seen).toEqual(Array.from({ length: 2 }, () => ["305", "306"]));
    expect(active(family)).toEqual(["305"]);
  });
});

test("a deployment that fails is settled all the same, and its own error is what the person sees", async () => {
  const { work, active } = account({ service: ["305", "306"], runs: 1, record: "305" });
  const failing = settled(work, { tag: "306", byTerraform: true }, () => Promise.reject(new Error("its own")));
  await expect(failing).rejects.toThrow("its own");
  expect(active(family)).toEqual(["305"]);
});
