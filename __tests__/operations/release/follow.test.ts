import { Screen } from "../../../lib/terminal/screen";
import { explain, failuresOf } from "../../../operations/release/follow/evidence";
import { follow, type FollowOptions } from "../../../operations/release/follow/follow";
import type { Observation, Task } from "../../../operations/release/follow/observation";
import { beginning, isNew } from "../../../operations/release/follow/rollout";
import { rowsOf } from "../../../operations/release/follow/rows";

const revision = (number: number) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:${number}`;
const rollout = beginning(revision(3), ["one"]);
const task = (id: string, number: number, changes: Partial<Task> = {}): Task => ({
  id,
  taskDefinition: revision(number),
  status: "RUNNING",
  health: "UNKNOWN",
  target: "healthy",
  createdAt: 0,
  stoppedAt: undefined,
  stoppedReason: undefined,
  containers: [],
  ...changes,
});
const deployment = (id: string, number: number, changes: object = {}) => ({
  id,
  isPrimary: true,
  taskDefinition: revision(number),
  state: "COMPLETED" as const,
  reason: "",
  desired: 1,
  running: 1,
  pending: 0,
  failed: 0,
  ...changes,
});
const before: Observation = {
  desired: 1,
  deployments: [deployment("one", 3)],
  tasks: [task("aaaaaaaaaa", 3)],
  events: [],
};
const rolling: Observation = {
  desired: 1,
  deployments: [
    deployment("two", 4, { state: "IN_PROGRESS", running: 0, pending: 1, failed: 1 }),
    deployment("one", 3, { isPrimary: false }),
  ],
  tasks: [
    task("aaaaaaaaaa", 3),
    task("bbbbbbbbbb", 4, { health: "UNHEALTHY", target: "initial" }),
    task("cccccccccc", 4, {
      status: "STOPPED",
      target: undefined,
      stoppedAt: 9,
      stoppedReason: "Essential container in task exited",
    }),
  ],
  events: [{ id: "1", message: "(service shop) has started 1 tasks: (task bbbbbbbbbb)." }],
};
const steady: Observation = { ...before, deployments: [deployment("two", 4)], tasks: [task("bbbbbbbbbb", 4)] };

test("the view has old and new side by side: deployments with their counts, tasks with health and target", () => {
  const ours = { ...rollout, ours: rolling.deployments[0] };
  expect(rowsOf(rolling, ours, 0).map(({ name, phase, state }) => `${state}  ${name}  ${phase}`)).toEqual([
    "running  new shop:4  IN_PROGRESS, 0 of 1 running, 1 pending, 1 failed",
    "done  old shop:3  COMPLETED, 1 running",
    "running  new task bbbbbbbb  RUNNING, health UNHEALTHY, target initial",
    "failed  new task cccccccc  STOPPED, Essential container in task exited",
    "done  old task aaaaaaaa  RUNNING, target healthy",
  ]);
});

test("where many tasks run, those that are well are counted by their deployment alone", () => {
  const tasks = Array.from({ length: 40 }, (_, index) =>
    task(`${index}`.padStart(8, "a"), 4, index === 7 ? { target: "unhealthy" } : {}),
  );
  const observation = { desired: 40, deployments: [deployment("two", 4)], tasks, events: [] };
  const rows = rowsOf(observation, rollout, 0);
  expect(rows.map(({ name }) => name)).toEqual(["new shop:4", "new task aaaaaaa7"]);
});

describe("following", () => {
  /** Looks at these one after the other, the last one for ever. */
  const run = async (observations: readonly (Observation | Error)[], changes: Partial<FollowOptions> = {}) => {
    const left = [...observations];
    let printed = "";
    const followed = await follow({
      observe: () => {
        const next = left.length > 1 ? left.shift() : left[0];
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next as Observation);
      },
      rollout,
      screen: new Screen({ write: (text) => (printed += text) }),
      startedAt: 0,
      deadline: Infinity,
      seen: [],
      isInterrupted: () => false,
      interval: 1,
      ...changes,
    });
    return { ...followed, printed };
  };

  test("ends when the new revision is steady, having reported each event once, as plain lines where nobody watches", async () => {
    const { end, printed } = await run([before, rolling, rolling, steady]);
    expect(end).toEqual({ kind: "steady" });
    expect(printed.match(/has started 1 tasks/g)).toHaveLength(1);
    expect(printed).toContain("- new shop:4: IN_PROGRESS, 0 of 1 running, 1 pending, 1 failed (");
    expect(printed).toContain("✔ new shop:4: COMPLETED, 1 of 1 running");
    expect(printed).not.toContain("\u001b");
  });

  test("does not tell again what had happened before", async () => {
    const { printed } = await run([rolling, steady], { seen: rolling.events });
    expect(printed).not.toContain("has started 1 tasks");
  });

  test("ends when the person leaves or the time is up; the rollout is not touched", async () => {
    expect((await run([rolling], { isInterrupted: () => true })).end).toEqual({ kind: "left" });
    expect((await run([rolling], { deadline: 0 })).end).toEqual({ kind: "timed-out" });
  });

  test("continues when AWS does not answer for a moment, and gives up when it does not for long", async () => {
    const throttled = new Error("AWS limits the rate of requests");
    const { end, printed } = await run([before, throttled, throttled, rolling, steady]);
    expect(end).toEqual({ kind: "steady" });
    expect(printed.match(/AWS limits the rate of requests; looking again/g)).toHaveLength(1);
    await expect(run([throttled])).rejects.toMatchObject({
      exitCode: 9,
      message: "AWS limits the rate of requests; the rollout continues",
    });
  });

  test("ends when Terraform failed before the deployment, but not when it failed during it", async () => {
    expect((await run([before], { asking: () => "failed" })).end).toEqual({ kind: "not-begun" });
    expect((await run([rolling, steady], { asking: () => "failed" })).end).toEqual({ kind: "steady" });
  });

  test("ends when Terraform is done and no deployment has come of it", async () => {
    expect((await run([before], { asking: () => "done" })).end).toEqual({ kind: "not-begun" });
  });
});

describe("why a rollout failed", () => {
  const stopped = (id: string, changes: Partial<Task>) =>
    task(id, 4, { status: "STOPPED", target: undefined, createdAt: Number(id), ...changes });
  const crash = {
    stoppedReason: "Essential container in task exited",
    containers: [
      { name: "web", exitCode: 1, reason: undefined, health: "UNKNOWN" },
      { name: "worker", exitCode: 0, reason: undefined, health: "UNKNOWN" },
    ],
  };
  const failures = failuresOf(
    {
      tasks: [
        stopped("1", crash),
        stopped("2", crash),
        stopped("3", {
          stoppedReason: "CannotPullContainerError: not found",
          containers: [
            { name: "web", exitCode: undefined, reason: "CannotPullContainerError: not found", health: "UNKNOWN" },
          ],
        }),
        stopped("4", {
          stoppedReason: "Task failed container health checks",
          containers: [{ name: "web", exitCode: 137, reason: "OutOfMemoryError", health: "UNHEALTHY" }],
        }),
        stopped("5", { stoppedReason: "Scaling activity initiated by (deployment two)" }),
        task("6", 4),
        { ...stopped("7", crash), taskDefinition: revision(3) },
      ],
    },
    (one) => isNew(rollout, one),
  );

  test("is reported once for each way of failing of the new tasks, the latest first: reason, exit codes, health, log", () => {
    const logged = failures.map((failure) => ({ ...failure, logs: { web: [`log of ${failure.task.id}`] } }));
    expect(explain(logged)).toEqual([
      "task 4: Task failed container health checks",
      "  web: exit code 137, its health check failed, OutOfMemoryError",
      "    | log of 4",
      "task 3: CannotPullContainerError: not found",
      "  web: did not start, CannotPullContainerError: not found",
      "    | log of 3",
      "task 2 and 1 more: Essential container in task exited",
      "  web: exit code 1",
      "    | log of 2",
      "  worker: exit code 0",
    ]);
  });
});
