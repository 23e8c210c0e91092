import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { javaOrders } from "../../../examples/java-orders";
import { targetOf } from "../../../lib/ecs/target";
import { actualRollout } from "../../../operations/release/follow/actual";
import type { Observation, Task } from "../../../operations/release/follow/observation";
import { showRollout, type RolledOut } from "../../../operations/release/planned-actual";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const arn = (revision: number) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/orders:${revision}`;
const parent = temporaryFolder();
const seconds = (value: number) => 1_000_000_000_000 + value * 1000;

const task = (id: string, revision: number, times: Partial<Task>): Task => ({
  id,
  taskDefinition: arn(revision),
  status: "RUNNING",
  health: "UNKNOWN",
  target: undefined,
  createdAt: seconds(-600),
  stoppedAt: undefined,
  stoppedReason: undefined,
  instance: "a",
  containers: [],
  ...times,
});

/** Two tasks are replaced: the new ones wait 60 s for an instance, pull for 20 s, are healthy after 30 s; the old ones drain for 90 s. */
const fresh = { createdAt: seconds(2), pullingAt: seconds(62), startedAt: seconds(82), instance: "b" };
const gone = { stoppingAt: seconds(112), stoppedAt: seconds(202) };
const observation: Observation = {
  desired: 2,
  deployments: [
    {
      id: "two",
      isPrimary: true,
      taskDefinition: arn(4),
      state: "COMPLETED",
      reason: "",
      desired: 2,
      running: 2,
      pending: 0,
      failed: 0,
      createdAt: seconds(0),
      updatedAt: seconds(210),
    },
  ],
  tasks: [
    task("1", 4, fresh),
    task("2", 4, fresh),
    task("3", 3, gone),
    task("4", 3, gone),
    // Of a deployment before, though of the same revision.
    task("5", 4, { createdAt: seconds(-500), startedAt: seconds(-490), stoppedAt: seconds(-300) }),
  ],
  events: [],
};

test("a deployment as it went has what ECS says of its tasks, and nothing of an earlier one", () => {
  const actual = actualRollout(observation, arn(4));
  expect(actual?.times).toEqual({ boot: 60_000, pull: 20_000, healthy: 30_000, drain: 90_000, all: 210_000 });
  const { moments = [] } = actual?.timeline ?? {};
  expect(
    moments.map(({ minute, oldTasks, newTasks, instances, event }) => [
      Math.round(minute * 60),
      oldTasks,
      newTasks,
      instances,
      event,
    ]),
  ).toEqual([
    [0, 2, 0, 1, "begins"],
    [62, 2, 2, 2, "2 new tasks pulled"],
    [82, 2, 2, 2, "2 new tasks started"],
    [112, 0, 2, 2, "2 old tasks drained"],
    [202, 0, 2, 1, "2 old tasks stopped"],
    [210, 0, 2, 1, "is done"],
  ]);
});

test("where ECS has no deployment, as with CodeDeploy, it begins with the first new task since it was asked for", () => {
  const actual = actualRollout({ ...observation, deployments: [] }, arn(4), seconds(0));
  expect(actual?.times).toMatchObject({ pull: 20_000, drain: 90_000, all: 200_000 });
  expect(actualRollout(observation, arn(9))).toBeUndefined();
  expect(actualRollout({ ...observation, tasks: [] }, arn(4))).toBeUndefined();
});

test("old tasks that ECS has forgotten, and times that it does not give, are not known rather than zero", () => {
  const bare = [task("1", 4, { createdAt: seconds(2) })];
  expect(actualRollout({ ...observation, tasks: bare }, arn(4))?.times).toEqual({ all: 210_000 });
});

test("after a release, planned and actual are shown side by side, drawn in one file, and there for programs", () => {
  const environment = targetOf(javaOrders);
  const log = join(mkdtempSync(join(parent, "log-")), "release.log");
  const rollouts: RolledOut[] = [];
  let printed = "";
  showRollout({ environment, screen: { print: (text) => (printed += text) }, log, rollouts }, observation, arn(4));
  expect(printed.split("\n").map((line) => line.trim().split(/ {3,}/))).toEqual([
    [""],
    ["planned", "actual"],
    ["instances booted", expect.stringMatching(/ (?:s|min \d+ s)$/), "1 min 0 s"],
    ["images pulled, containers started", "1 min 0 s", "20 s"],
    ["new tasks healthy", expect.stringMatching(/s$/), "30 s"],
    ["old tasks drained", "2 min 30 s", "1 min 30 s"],
    ["in all", expect.stringMatching(/^\d+ min \d+ s$/), "3 min 30 s"],
    [expect.stringMatching(/^drawn: .*-orders-rollout\.html$/)],
  ]);
  const [rollout] = rollouts;
  expect(rollout).toMatchObject({ service: "orders", actual: { minutes: 3.5 } });
  expect(rollout?.planned?.title).toBe("rolling update of 2 tasks");
  const html = readFileSync(join(log, `../${environment.name}-orders-rollout.html`), "utf8");
  expect(html).toContain("planned rolling update of 2 tasks: ");
  expect(html).toContain("actual deployment of 2 tasks: 3.5 minutes");
  expect(html).not.toMatch(/NaN|undefined|Infinity|https?:\/\/(?!www\.w3\.org)/);
});
