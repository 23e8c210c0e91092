import { existsSync } from "node:fs";
import { changed, web as webService } from "../../fixtures/shop";
import { defineEnvironment } from "../../../modules/platform/environment";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { goBack } from "../../../operations/release/go-back";
import { release } from "../../../operations/release/release";
import { awsFailure } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";
import { arn, deployment, run, scene } from "./release-account";

const migrating = (migration: object) =>
  targetOf(defineEnvironment(changed(webService({ migration: { command: ["bin/migrate"], ...migration } }))));

describe("a migration", () => {
  test.each([
    ["of the size of one-off tasks as their task definition says", {}, "acorn-production-task", "app", {}],
    [
      "of its own size with that",
      { cpu: 900, memoryReservationMiB: 2000 },
      "acorn-production-task",
      "app",
      { cpu: 900, memoryReservation: 2000 },
    ],
    [
      "in another container in that one's family",
      { container: "worker" },
      "acorn-production-task-worker",
      "worker",
      { cpu: 512, memoryReservation: 1024 },
    ],
  ])("starts %s", async (_, migration, family, container, size) => {
    const started: unknown[] = [];
    const families: string[] = [];
    const made = scene({
      ecs: {
        RunTask: ({ overrides }: { overrides: unknown }) => {
          started.push(overrides);
          return { tasks: [{ taskArn: "task/4f2a" }] };
        },
        ListTaskDefinitions: ({ familyPrefix }: { familyPrefix: string }) => {
          families.push(familyPrefix);
          return { taskDefinitionArns: [arn(3)] };
        },
        DescribeTasks: { tasks: [{ lastStatus: "STOPPED", containers: [{ name: container, exitCode: 0 }] }] },
      },
    });
    try {
      const work = { ...made.work, environment: migrating(migration) };
      await expect(release(work, { tag: "v4" })).resolves.toBe(0);
    } finally {
      made.work.interrupts.dispose();
    }
    expect(started).toEqual([{ containerOverrides: [{ name: container, command: ["bin/migrate"], ...size }] }]);
    expect(families.find((one) => one.includes("-task"))).toBe(family);
  });
});

describe("a release", () => {
  test("runs the migration, has Terraform apply the plan, and ends when the new revision is steady", async () => {
    const { result, asked, printed, planFolder, recorded } = await run({});
    expect(result).toBe(0);
    expect(asked).toContain("RunTask");
    expect(printed()).toContain("✔ image: v4 is there, for x86_64; not scanned: scanning is not enabled");
    expect(printed()).toContain("Acorn-Production runs v4 (acorn-production:4)");
    expect(existsSync(planFolder)).toBe(false);
    expect(recorded).toMatchObject([{ Name: "/acorn/production/image-tag", Value: "v4", Overwrite: true }]);
  });

  test("whose record cannot be written says what the next plan would do, and is no success", async () => {
    const { result } = await run({ putParameter: awsFailure("AccessDeniedException") });
    expect(result).toMatchObject({
      exitCode: 5,
      message: expect.stringContaining("the next plan of production-service may deploy another image"),
    });
  });

  test("whose plan wants more than the new image is refused with all of it, before the migration, unless that is allowed", async () => {
    const unexpected = ["aws_sns_topic.alarms: would be destroyed"];
    const refused = await run({ unexpected });
    expect(refused.result).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /aws_sns_topic\.alarms: would be destroyed\n.*--allow-changes\n\nNothing has changed\./,
      ),
    });
    expect(refused.asked).not.toContain("RunTask");
    expect(existsSync(refused.planFolder)).toBe(false);
    expect((await run({ unexpected }, { allowChanges: true })).result).toBe(0);
  });

  test("despite a critical finding keeps the reason, with the image's digest, before anything changes", async () => {
    const scan = {
      imageScanStatus: { status: "COMPLETE" },
      imageScanFindings: {
        findingSeverityCounts: { CRITICAL: 1 },
        findings: [{ name: "CVE-1", severity: "CRITICAL" }],
      },
    };
    const refused = await run({ scan });
    expect(refused.result).toMatchObject({ exitCode: 3 });
    expect(refused.kept).toEqual([]);
    const { result, kept } = await run({ scan, migration: 1 }, { acceptFindings: "not reachable from outside" });
    expect(result).toMatchObject({ exitCode: 4 });
    expect(kept).toEqual([
      {
        tag: "v4",
        from: "v3 (acorn-production:3)",
        digest: "sha256:1",
        scan: "1 critical finding: CVE-1; accepted: not reachable from outside",
      },
    ]);
  });

  test("that Terraform applies without any deployment to be seen is no success", async () => {
    const { result } = await run({ terraform: ":" });
    expect(result).toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(/^Acorn-Production runs v3 .* as before, and no deployment of v4 is to be seen/),
    });
  });

  test("whose migration fails does not touch the service", async () => {
    const { result, applied } = await run({ migration: 1 });
    expect(result).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("The service was not touched, which still runs v3."),
    });
    expect(applied()).toBe(false);
  });

  test("can leave the migration out", async () => {
    const { result, asked } = await run({}, { skipMigration: true });
    expect(result).toBe(0);
    expect(asked).not.toContain("RunTask");
  });

  test("whose apply fails before the deployment says so, with Terraform's own words", async () => {
    const { result, printed } = await run({ terraform: 'echo "Error: no permission"; CODE=1' });
    expect(result).toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(
        /the apply failed before the service was changed.*The migration has run; the service was not touched, which still runs v3/,
      ),
    });
    expect(printed()).toContain("Error: no permission");
  });

  test("whose apply fails after the service is well is not a success either", async () => {
    const { result, printed } = await run({ terraform: 'echo 4 > "$MARK"; sleep 0.2; CODE=1' });
    expect(result).toBe(5);
    expect(printed()).toContain("The service is well, but Terraform could not finish.");
  });

  test("is refused while another deployment or an earlier migration is under way", async () => {
    const underWay = [
      deployment("two", 5, { rolloutState: "IN_PROGRESS" }),
      deployment("one", 3, { status: "ACTIVE" }),
    ];
    expect((await run({ deployments: underWay })).result).toMatchObject({
      exitCode: 7,
      message: expect.stringContaining("another deployment is under way: Acorn-Production is going to v5"),
    });
    expect((await run({ ecs: { ListTasks: { taskArns: ["task/4f2a"] } } })).result).toMatchObject({
      exitCode: 7,
      message: expect.stringContaining("the migration of an earlier release still runs: task 4f2a"),
    });
  });

  test("of an image that is being rolled out already only watches", async () => {
    const rolling = deployment("two", 4, { rolloutState: "IN_PROGRESS" });
    const states = [rolling, rolling, rolling, deployment("two", 4)];
    const services = () => {
      const primary = states.length > 1 ? states.shift() : states[0];
      return {
        services: [
          {
            status: "ACTIVE",
            taskDefinition: arn(4),
            deployments: [primary, deployment("one", 3, { status: "ACTIVE" })],
          },
        ],
      };
    };
    const { result, printed, asked, applied } = await run({ ecs: { DescribeServices: services } });
    expect(result).toBe(0);
    expect(printed()).toContain("v4 is being rolled out already; this only watches.");
    expect(asked).not.toContain("RunTask");
    expect(applied()).toBe(false);
  });

  test("that the person leaves while Terraform has not asked ECS yet withdraws nothing, and leaves somebody behind", async () => {
    let looks = 0;
    const services = () => {
      looks += 1;
      // The first looks are those of the checks; the others wait for the deployment.
      if (looks > 3) process.emit("SIGINT");
      const [taskDefinition, deployments] = [arn(3), [deployment("one", 3)]];
      return { services: [{ status: "ACTIVE", desiredCount: 1, taskDefinition, deployments }] };
    };
    const { result, left, deregistered, recorded } = await run({
      terraform: 'while [ ! -e "$MARK.go" ] && [ -d "${MARK%/*}" ]; do sleep 0.05; done',
      ecs: { DescribeServices: services, ListTaskDefinitions: { taskDefinitionArns: [arn(4), arn(3), arn(2)] } },
    });
    expect(result).toBe(130);
    expect(left).toEqual([{ tag: "v4", byTerraform: true, terraform: expect.any(Number) }]);
    expect(deregistered).toEqual([]);
    expect(recorded).toEqual([]);
    process.kill((left[0] as { readonly terraform: number }).terraform);
  });

  test("that the person leaves during the migration says that it continues, and asks for nothing more", async () => {
    const leave = () => {
      process.emit("SIGINT");
      return { tasks: [{ lastStatus: "RUNNING" }] };
    };
    const { result, printed, applied } = await run({ ecs: { DescribeTasks: leave } });
    expect(result).toBe(130);
    expect(printed()).toContain("You left. The migration continues: task 4f2a. The service was not touched");
    expect(applied()).toBe(false);
  });
});

describe("a rollback while a rollout is under way", () => {
  test("goes past Terraform, which holds the state, with a copy of the earlier revision", async () => {
    const underWay = [
      deployment("bad", 3, { rolloutState: "IN_PROGRESS" }),
      deployment("good", 2, { status: "ACTIVE" }),
    ];
    const { work, updates, printed } = scene({ deployments: underWay });
    const code = await goBack(
      { ...work, plan: () => Promise.reject(new UserError("another Terraform run holds the lock", exitCodes.busy)) },
      {},
    );
    work.interrupts.dispose();
    expect(updates).toMatchObject([{ taskDefinition: arn(9) }]);
    expect(code).toBe(0);
    expect(printed()).toContain("Going back to acorn-production:2 itself, past Terraform");
    expect(printed()).toContain("Acorn-Production runs v2 (acorn-production:9)");
  });
});
