import { javaOrders } from "../../examples/java-orders";
import { nodeApi } from "../../examples/node-api";
import { timelinesOf, timesOf } from "../../operations/prove/timelines";
import type { Environment } from "../../modules/platform/environment";
import { drawTimelines } from "../../picture";
import {
  blueGreenTimeline,
  proveSystem,
  refreshTimeline,
  rollingTimeline,
  scenariosOf,
  systemFacts,
  zoneLossTimeline,
  type Scenario,
  type SystemFacts,
} from "../../rollout";

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

const titles = (environment: Environment) =>
  timelinesOf(environment, proveSystem(systemFacts(environment))).map(({ service, timelines }) => [
    service,
    timelines.map(({ title }) => title),
  ]);

test("services have timelines at desired and at maximum count, on instances of their own and on shared ones", () => {
  expect(titles(javaOrders)).toEqual([
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
  expect(titles(nodeApi).map(([service]) => service)).toEqual(Object.keys(nodeApi.services));
});

describe("on shared instances", () => {
  const capacity = { instanceTypes: ["m7i.large"], minimum: 2, maximum: 5 };
  const task = { networkMode: "awsvpc", cpu: 512, memoryMiB: 1024 } as const;
  const service = (desired: number, deployment = { minimumHealthyPercent: 100, maximumPercent: 200 }) => ({
    task,
    service: { minimum: 1, desired, maximum: desired, deployment },
    capacity: [{ name: "main", weight: 1, base: 0 }],
  });
  const prove = (services: SystemFacts["services"]) =>
    proveSystem({ capacities: { main: capacity }, services, network: { zones: 2 } });

  test("an update starts what the free instances hold, keeps what must be healthy, and finishes", () => {
    const system = prove({ api: service(2), jobs: service(1) });
    const [scenario] = scenariosOf(system, "api");
    expect(system.services.api?.sharing).toBe("shared");
    expect(scenario?.rollingUpdate.finishes).toBe(true);
    expect(scenario?.rollingUpdate.steps.every(({ oldTasks, newTasks }) => oldTasks + newTasks >= 2)).toBe(true);
    expect(scenario?.rollingUpdate.peakTasks).toBeLessThanOrEqual(4);
    expect(scenario?.rollingUpdate.peakInstances).toBeLessThanOrEqual(capacity.maximum);
    expect(scenario?.zoneLoss.tasksLeft).toBe(1);
  });

  test("any number of tasks can be planned, none for a service that is blocked or has no task", () => {
    const system = prove({ api: service(2), jobs: service(1) });
    expect(scenariosOf(system, "api", [1]).map(({ tasks }) => tasks)).toEqual([1]);
    expect(scenariosOf(system, "api", [0])).toEqual([]);
    const stuck = { minimumHealthyPercent: 100, maximumPercent: 100 };
    expect(scenariosOf(prove({ api: service(2, stuck), jobs: service(1) }), "api")).toEqual([]);
  });

  test("a daemon stops the old task of an instance before it starts the new one", () => {
    const daemon = { task: { ...task, networkMode: "bridge" as const }, scheduling: "daemon", service: {} } as const;
    const [scenario] = scenariosOf(prove({ api: service(2), jobs: service(1), agent: daemon }), "agent");
    expect(scenario?.rollingUpdate.steps.map(({ action }) => action)).toEqual(["stop", "start"]);
    expect(scenario?.rollingUpdate.peakTasks).toBe(scenario?.instancesAtRest);
  });
});

test("the drawing has a bar for each moment that lasts, with its minutes", () => {
  const svg = drawTimelines([rollingTimeline(scenario, times, 4)], "an update");
  expect(svg).toContain("minute 3 to 4.5: 2 new tasks pulled and checked; 2 old and 2 new tasks");
  expect(svg).toContain("rolling update of 2 tasks: 6.5 minutes");
  expect(svg).not.toMatch(/NaN|undefined/);
});
