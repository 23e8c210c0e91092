import { nodeApi } from "../../examples/node-api";
import { timelinesOf, timesOf } from "../../operations/prove/timelines";
import { drawTimelines } from "../../picture";
import {
  blueGreenTimeline,
  proveSystem,
  refreshTimeline,
  rollingTimeline,
  systemFacts,
  zoneLossTimeline,
  type Scenario,
} from "../../rollout";
import { javaOrders } from "../../examples/java-orders";

const times = { boot: 3, pull: 1, healthy: 0.5, drain: 2, bake: 0 };

const scenario: Scenario = {
  tasks: 2,
  instancesAtRest: 2,
  rollingUpdate: {
    finishes: true,
    steps: [
      { action: "start", tasks: 2, oldTasks: 2, newTasks: 2, instances: 4 },
      { action: "stop", tasks: 2, oldTasks: 0, newTasks: 2, instances: 4 },
    ],
    peakTasks: 4,
    peakInstances: 4,
    fullSpeedInstances: 4,
    minimumHealthy: 2,
    maximumTasks: 4,
  },
  instanceRefresh: { order: "launch first", atOnce: 1, peakInstances: 3 },
  zoneLoss: { tasksLeft: 1, instancesLost: 1 },
};

test("a rolling update boots what it needs, starts and checks tasks, and drains the old ones", () => {
  const { moments, minutes } = rollingTimeline(scenario, times, 4);
  expect(
    moments.map(({ minute, oldTasks, newTasks, instances, event }) => [minute, oldTasks, newTasks, instances, event]),
  ).toEqual([
    [0, 2, 0, 2, "begins"],
    [0, 2, 0, 4, "2 instances booted"],
    [3, 2, 2, 4, "2 new tasks pulled and checked"],
    [4.5, 0, 2, 4, "2 old tasks drained"],
    [6.5, 0, 2, 2, "instances scale in"],
    [6.5, 0, 2, 2, "is done"],
  ]);
  expect(minutes).toBe(6.5);
});

test("blue/green keeps the old tasks until the new ones have served for a while", () => {
  const { moments, minutes } = blueGreenTimeline(scenario, { ...times, bake: 10 }, 5, 4);
  expect(minutes).toBe(3 + 1.5 + 5 + 10 + 2);
  expect(
    moments.filter(({ oldTasks, newTasks }) => oldTasks === 2 && newTasks === 2).map(({ event }) => event),
  ).toEqual(["2 new tasks pulled and checked", "traffic moves", "old tasks wait"]);
});

test("an instance refresh that launches first never has fewer instances than at rest", () => {
  const { moments } = refreshTimeline(scenario, times, 4);
  expect(Math.min(...moments.map(({ instances }) => instances))).toBe(2);
  expect(Math.max(...moments.map(({ instances }) => instances))).toBe(3);
  const other = refreshTimeline(
    { ...scenario, instanceRefresh: { order: "terminate and launch", atOnce: 1, peakInstances: 2 } },
    times,
    4,
  );
  expect(Math.min(...other.moments.map(({ instances }) => instances))).toBe(1);
});

test("the loss of a zone leaves what the proof says, and all tasks are back once instances have booted", () => {
  const { moments, minutes } = zoneLossTimeline(scenario, times, 4);
  expect(moments[1]).toMatchObject({ oldTasks: 1, newTasks: 0, instances: 1 });
  expect(moments.at(-1)).toMatchObject({ oldTasks: 1, newTasks: 1, instances: 2 });
  expect(minutes).toBe(4.5);
});

test("times are those of the environment: health checks, drain, the slowest container's stop", () => {
  const [name = ""] = Object.keys(javaOrders.services);
  expect(timesOf(javaOrders, name)).toMatchObject({ boot: 3, pull: 1, drain: (60 + 90) / 60, bake: 0 });
});

test("services with instances of their own have timelines at desired and at maximum count; those that share have none", () => {
  const own = timelinesOf(javaOrders, proveSystem(systemFacts(javaOrders)));
  expect(own.map(({ service, timelines }) => [service, timelines.map(({ title }) => title)])).toEqual([
    [
      "orders",
      [
        "rolling update of 2 tasks",
        "instance refresh with 2 tasks",
        "loss of a zone with 2 tasks",
        "rolling update of 4 tasks",
        "instance refresh with 4 tasks",
        "loss of a zone with 4 tasks",
      ],
    ],
  ]);
  expect(timelinesOf(nodeApi, proveSystem(systemFacts(nodeApi)))).toEqual([]);
});

test("the drawing has a bar for each moment that lasts, with its minutes", () => {
  const svg = drawTimelines([rollingTimeline(scenario, times, 4)], "an update");
  expect(svg).toContain("minute 3 to 4.5: 2 new tasks pulled and checked; 2 old and 2 new tasks");
  expect(svg).toContain("rolling update of 2 tasks: 6.5 minutes");
  expect(svg).not.toMatch(/NaN|undefined/);
});
