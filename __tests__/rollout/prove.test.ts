import { proveRollout, type RolloutFacts } from "../../rollout";
import { factsWith } from "./facts";

const blockedAt = (facts: RolloutFacts) => {
  const proof = proveRollout(facts);
  return proof.verdict === "blocked" ? `${proof.at} at ${proof.tasks}: ${proof.reason}` : proof.verdict;
};

const proven = (facts: RolloutFacts) => {
  const proof = proveRollout(facts);
  if (proof.verdict !== "proven") throw new Error(blockedAt(facts));
  return proof;
};

const terminateFirst = { minHealthyPercentage: 90, maxHealthyPercentage: 100 };

describe("what blocks is named with its numbers", () => {
  test("a task that no instance holds", () => {
    expect(blockedAt(factsWith({ capacity: { instanceTypes: ["t3.small"] } }))).toBe(
      "placement at 1: a task takes 3072 MiB, and t3.small has 1638 for tasks (2048 in hardware)",
    );
    expect(blockedAt(factsWith({ capacity: { instanceTypes: ["m7g.medium"] } }))).toBe(
      "placement at 1: a task takes 1536 CPU units, and m7g.medium has 1024",
    );
  });

  test("a group that is too small", () => {
    const facts = factsWith({ capacity: { maximum: 2 }, service: { maximum: 3 } });
    expect(blockedAt(facts)).toBe(
      "placement at 3: 3 tasks need 3 instances (1 task each: host port 4000), but the group is limited to 2 instances (capacity.maximum)",
    );
  });

  test("percentages that let nothing move", () => {
    const deployment = { minimumHealthyPercent: 100, maximumPercent: 199 };
    expect(blockedAt(factsWith({ service: { deployment } }))).toBe(
      "rolling update at 1: of 1 task, 1 must stay healthy (100 %), so none may stop before a new one is healthy; and at most 1 may run (199 %), so none can start",
    );
  });

  test("a static port without a free instance", () => {
    const facts = factsWith({ capacity: { maximum: 1 }, service: { maximum: 1 } });
    expect(blockedAt(facts)).toBe(
      "rolling update at 1: of 1 task, 1 must stay healthy (100 %), so none may stop before a new one is healthy; and a new one has no room, because the group is limited to 1 instance (capacity.maximum) and all are full (1 task each: host port 4000)",
    );
  });

  test("a static port without a free instance once automatic scaling has added a task", () => {
    const facts = factsWith({ capacity: { maximum: 2 } });
    expect(blockedAt(facts)).toContain("rolling update at 2: of 2 tasks, 2 must stay healthy");
  });

  test("an instance refresh that has to launch first and may not", () => {
    const task = { hostPorts: [], cpu: 512 };
    const facts = factsWith({ capacity: { minimum: 2, maximum: 2 }, task });
    expect(blockedAt(facts)).toBe(
      "instance refresh at 1: with 1 task the group is at its 2 instances (capacity.maximum), and a refresh that keeps all of them has to launch one more first",
    );
    expect(blockedAt(factsWith({ capacity: { minimum: 2, maximum: 2, instanceRefresh: terminateFirst }, task }))).toBe(
      "proven",
    );
  });

  test("a single zone", () => {
    expect(blockedAt(factsWith({ network: { zones: 1 } }))).toBe(
      "zone loss at 1: all subnets of the group are in one zone; when it fails, tasks have nowhere to start",
    );
  });

  test("instances of both architectures, or of another than the image", () => {
    expect(blockedAt(factsWith({ capacity: { instanceTypes: ["m7i.large", "m7g.large"] } }))).toBe(
      "architecture at 1: the group launches x86_64 and arm64 instances, and an image of one does not start on the other",
    );
    expect(blockedAt(factsWith({ task: { architecture: "arm64" } }))).toBe(
      "architecture at 1: the image is built for arm64, but the instances are x86_64",
    );
    expect(blockedAt(factsWith({ task: { architecture: "x86_64" } }))).toBe("proven");
  });

  test("a group whose size nobody manages stays at its minimum", () => {
    const facts = factsWith({ capacity: { managedScaling: false } });
    expect(blockedAt(facts)).toContain(
      "the group is limited to 1 instance (capacity.minimum, since managed scaling is off)",
    );
  });
});

describe("blue/green deployments", () => {
  const blueGreen = (maximum: number) =>
    factsWith({
      capacity: { maximum },
      service: { deployment: { strategy: "blue-green", minimumHealthyPercent: 100, maximumPercent: 200 } },
    });

  test("need room for all new tasks beside all old ones, at every number of tasks", () => {
    expect(blockedAt(blueGreen(3))).toBe(
      "blue/green deployment at 2: all 2 new tasks start before an old one stops, which needs 4 instances (1 task each: host port 4000), but the group is limited to 3 instances (capacity.maximum)",
    );
    expect(blockedAt(blueGreen(4))).toBe("proven");
  });

  test("are unblocked by as many instances, or by rolling updates", () => {
    const proof = proveRollout(blueGreen(3));
    const fixes = proof.verdict === "blocked" ? proof.fixes.flatMap(({ changes }) => changes) : [];
    expect(fixes).toContainEqual({ field: "capacity.maximum", from: 3, to: 4 });
    expect(fixes).toContainEqual({ field: "service.deployment.strategy", from: "blue-green", to: "rolling" });
    expect(fixes).toContainEqual({ field: "service.maximum", from: 2, to: 1 });
  });

  test("start all new tasks, then stop all old ones", () => {
    const { atMaximum, headroom } = proven(blueGreen(6));
    expect(atMaximum.rollingUpdate).toMatchObject({ peakTasks: 4, peakInstances: 4 });
    expect(atMaximum.rollingUpdate.steps).toHaveLength(2);
    expect(headroom).toEqual({ atRest: 5, duringUpdate: 2, allowed: 1 });
  });
});

describe("a one-off task", () => {
  test("that no instance holds blocks, however small the service", () => {
    const facts = factsWith({ oneOff: { cpu: 4096 } });
    expect(blockedAt(facts)).toBe("placement at 1: a one-off task takes 4096 CPU units, and m7i.large has 2048");
    const proof = proveRollout(facts);
    const fixes = proof.verdict === "blocked" ? proof.fixes.flatMap(({ changes }) => changes) : [];
    expect(fixes).toContainEqual({ field: "task.oneOff.cpu", from: 4096, to: 2048 });
    expect(blockedAt(factsWith({ oneOff: { memoryMiB: 8000 } }))).toContain("a one-off task takes 8000 MiB");
  });

  test("takes no host port, and runs beside the service's task where there is room", () => {
    expect(proven(factsWith({ oneOff: { cpu: 512 } })).notes.join()).not.toContain("one-off");
  });

  test("without that room waits for an instance, or until one is free, and the proof says which", () => {
    expect(proven(factsWith({ oneOff: { cpu: 513 } })).notes).toContain(
      "A one-off task does not fit beside a task of the service: an instance is launched for it, which takes minutes.",
    );
    const full = factsWith({
      capacity: { maximum: 2, instanceRefresh: terminateFirst },
      service: { deployment: { minimumHealthyPercent: 50, maximumPercent: 100 } },
      oneOff: { cpu: 513 },
    });
    // Of a single task half is one: it may not stop, and none may start.
    const two: RolloutFacts = { ...full, service: { ...full.service, minimum: 2, desired: 2 } };
    expect(proven(two).notes).toContain(
      "A one-off task does not fit beside a task of the service: at 2 tasks all 2 instances are taken, and it waits until one is free.",
    );
  });

  test("asks of an unknown instance type what it takes itself", () => {
    const proof = proveRollout(factsWith({ capacity: { instanceTypes: ["m99i.large"] }, oneOff: { cpu: 3000 } }));
    expect(proof.verdict === "undecided" && proof.requirements[0]?.vCpu).toBe(3);
  });
});

test("a rolling update of one task on a static port starts on a second instance, then stops on the first", () => {
  expect(proven(factsWith()).atDesired.rollingUpdate).toEqual({
    finishes: true,
    steps: [
      { action: "start", tasks: 1, oldTasks: 1, newTasks: 1, instances: 2 },
      { action: "stop", tasks: 1, oldTasks: 0, newTasks: 1, instances: 1 },
    ],
    peakTasks: 2,
    peakInstances: 2,
    fullSpeedInstances: 2,
    minimumHealthy: 1,
    maximumTasks: 2,
  });
});

test("percentages are rounded to whole tasks as ECS does: the minimum up, the maximum down", () => {
  const deployment = { minimumHealthyPercent: 34, maximumPercent: 166 };
  const facts = factsWith({ capacity: { maximum: 9 }, service: { minimum: 3, desired: 3, maximum: 3, deployment } });
  expect(proven(facts).atDesired.rollingUpdate).toMatchObject({ minimumHealthy: 2, maximumTasks: 4, peakTasks: 4 });
});

test("an update in batches as small as the group allows says what full speed would take", () => {
  const proof = proven(factsWith({ capacity: { maximum: 4 }, service: { desired: 3, maximum: 3 } }));
  expect(proof.atDesired.rollingUpdate).toMatchObject({ peakInstances: 4, fullSpeedInstances: 6 });
  expect(proof.atDesired.rollingUpdate.steps).toHaveLength(6);
  expect(proof.notes).toContain(
    "At 3 tasks a rolling update uses smaller batches than 200 % allows: it would use 6 instances.",
  );
});

test("headroom counts tasks that may be added at rest, during an update, and by automatic scaling", () => {
  expect(proven(factsWith()).headroom).toEqual({ atRest: 3, duringUpdate: 2, allowed: 1 });
  expect(proven(factsWith({ capacity: { maximum: 2 }, service: { maximum: 1 } })).headroom).toEqual({
    atRest: 1,
    duringUpdate: 0,
    allowed: 0,
  });
  const stopFirst = { minimumHealthyPercent: 0, maximumPercent: 100 };
  expect(proven(factsWith({ service: { deployment: stopFirst } })).headroom).toMatchObject({ duringUpdate: 3 });
});

test("an instance refresh launches first with a minimum of 100 %, and replaces at least one at a time", () => {
  const refreshOf = (minHealthyPercentage: number, maxHealthyPercentage: number) => {
    const instanceRefresh = { minHealthyPercentage, maxHealthyPercentage };
    return proven(factsWith({ capacity: { maximum: 9, instanceRefresh }, service: { desired: 2, maximum: 4 } }));
  };
  expect(refreshOf(100, 200).atMaximum.instanceRefresh).toEqual({ order: "launch first", atOnce: 4, peakInstances: 8 });
  expect(refreshOf(100, 100).atMaximum.instanceRefresh).toEqual({ order: "launch first", atOnce: 1, peakInstances: 5 });
  expect(refreshOf(90, 100).atMaximum.instanceRefresh).toEqual({
    order: "terminate and launch",
    atOnce: 1,
    peakInstances: 4,
  });
  expect(refreshOf(50, 120).atMaximum.instanceRefresh).toEqual({
    order: "terminate and launch",
    atOnce: 3,
    peakInstances: 5,
  });
});

test("AWS's own preferences hold for a refresh where none are given", () => {
  const { atDesired } = proven(factsWith({ capacity: { instanceRefresh: undefined } }));
  expect(atDesired.instanceRefresh.order).toBe("terminate and launch");
});

test.each([
  { tasks: 1, zones: 3, hostPorts: [4000], left: 0 },
  { tasks: 2, zones: 3, hostPorts: [4000], left: 1 },
  { tasks: 4, zones: 3, hostPorts: [4000], left: 2 },
  { tasks: 4, zones: 2, hostPorts: [4000], left: 2 },
  // Four tasks on an instance: five of them stand on two, and no zone holds more than four.
  { tasks: 5, zones: 3, hostPorts: [], left: 2 },
  { tasks: 4, zones: 3, hostPorts: [], left: 0 },
])("$tasks tasks over $zones zones: $left stay up when the fullest is lost", ({ tasks, zones, hostPorts, left }) => {
  const facts = factsWith({
    capacity: { maximum: 9 },
    task: { cpu: 512, memoryMiB: 1800, hostPorts },
    service: { desired: tasks, maximum: tasks },
    network: { zones },
  });
  expect(proven(facts).atDesired.zoneLoss.tasksLeft).toBe(left);
});

test("tasks that are packed together go together", () => {
  const task = { cpu: 512, memoryMiB: 1800, hostPorts: [] };
  const service = { desired: 5, maximum: 5, placement: "binpack" as const };
  expect(proven(factsWith({ capacity: { maximum: 9 }, task, service })).atDesired.zoneLoss.tasksLeft).toBe(1);
});

test("a large service is counted to the last instance", () => {
  const facts = factsWith({ capacity: { maximum: 400 }, service: { minimum: 199, desired: 199, maximum: 199 } });
  expect(proven(facts).atDesired).toMatchObject({ instancesAtRest: 199, rollingUpdate: { peakInstances: 398 } });
});

test("a target capacity below 100 % keeps spare instances", () => {
  const facts = factsWith({ capacity: { maximum: 5, targetCapacityPercent: 50 } });
  expect(proven(facts).atDesired.instancesAtRest).toBe(2);
  expect(proven(facts).atMaximum.instancesAtRest).toBe(4);
});

test("tasks spread over spare instances, and a refresh that launches first needs room beside all of them", () => {
  const task = { hostPorts: [], cpu: 512, memoryMiB: 512 };
  const facts = (maximum: number) => factsWith({ capacity: { maximum, targetCapacityPercent: 50 }, task });
  expect(blockedAt(facts(4))).toBe(
    "instance refresh at 2: with 2 tasks the group can be at its 4 instances (capacity.maximum), and a refresh that keeps all of them has to launch one more first",
  );
  expect(blockedAt(facts(5))).toBe("proven");
});

describe("notes tell what blocks nothing and matters", () => {
  test("one task falls with its zone", () => {
    expect(proven(factsWith()).notes).toEqual([
      "At 1 task the loss of one zone takes all of them: the service is down until a new instance has started one.",
    ]);
  });

  test("Spot leaves no time where all tasks have to stay healthy", () => {
    const capacity = { onDemandBase: 1, spotPercent: 100 };
    const note =
      "Above 1 instance some are Spot: with minimumHealthyPercent 100, ECS has no time to replace a task before its instance is taken.";
    expect(proven(factsWith({ capacity })).notes).toContain(note);
    expect(proven(factsWith({ capacity: { ...capacity, onDemandBase: 4 } })).notes).not.toContain(note);
    const deployment = { minimumHealthyPercent: 0, maximumPercent: 200 };
    expect(proven(factsWith({ capacity, service: { deployment } })).notes).not.toContain(note);
  });

  test("tasks that are spread over the whole group hold up an instance refresh", () => {
    const task = { hostPorts: [], cpu: 512, memoryMiB: 1800 };
    const { notes } = proven(factsWith({ task, service: { desired: 4, maximum: 4 } }));
    expect(notes).toContain(
      "After a rolling update 4 tasks may be spread over all 4 instances; an instance refresh then waits until one is empty, unless AWS lets it exceed capacity.maximum.",
    );
  });
});

test.each([
  [{ capacity: { maximum: 0 } }, "capacity.maximum must be a whole number from 1 to 10000, got 0"],
  [{ capacity: { minimum: 5 } }, "capacity.minimum must be at most capacity.maximum (4), got 5"],
  [{ capacity: { instanceTypes: [] } }, "capacity.instanceTypes.length must be a whole number from 1 to 40, got 0"],
  [{ service: { maximum: 0 } }, "service.maximum must be a whole number from 1 to 5000, got 0"],
  [{ service: { desired: 3 } }, "service.desired must be at most service.maximum (2), got 3"],
  [{ service: { minimum: 2 } }, "service.minimum must be at most service.desired (1), got 2"],
  [
    { service: { deployment: { minimumHealthyPercent: 100, maximumPercent: 99 } } },
    "service.deployment.maximumPercent must be a whole number from 100 to 200, got 99",
  ],
  [{ task: { cpu: Number.NaN } }, "task.cpu must be a whole number from 0 to 196608, got NaN"],
  [{ task: { memoryMiB: 0.5 } }, "task.memoryMiB must be a whole number from 1 to 33554432, got 0.5"],
  [
    { task: { hostPorts: [0] } },
    "task.hostPorts must hold ports from 1 to 65535, got 0; leave out a port that Docker finds itself",
  ],
  [{ network: { zones: 0 } }, "network.zones must be a whole number from 1 to 26, got 0"],
])("facts that cannot be are refused: %j", (parts, message) => {
  expect(() => proveRollout(factsWith(parts))).toThrow(new RangeError(message));
});
