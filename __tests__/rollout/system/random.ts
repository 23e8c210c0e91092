import fc from "fast-check";
import type { InstanceType } from "../../../aws/instance-types";
import type { ServiceFacts, SystemFacts, SystemServiceFacts, TaskFacts } from "../../../rollout";

const names = ["web", "jobs", "api", "cron"] as const;
const groups = ["one", "two", "three"] as const;

const instanceType: fc.Arbitrary<InstanceType> = fc
  .record({
    vCpu: fc.integer({ min: 1, max: 4 }),
    memoryMiB: fc.integer({ min: 800, max: 4000 }),
    networkInterfaces: fc.constantFrom(2, 3, 4, 4),
  })
  .map((sizes) => ({
    ...sizes,
    architecture: "x86_64",
    name: `test.${sizes.vCpu}-${sizes.memoryMiB}-${sizes.networkInterfaces}`,
  }));

const capacity = fc
  .record({
    instanceTypes: fc.array(instanceType, { minLength: 1, maxLength: 2 }),
    minimum: fc.constantFrom(0, 0, 1, 2),
    more: fc.integer({ min: 1, max: 12 }),
    managedScaling: fc.constantFrom(true, true, true, true, false),
    targetCapacityPercent: fc.constantFrom(100, 100, 100, 70),
    instanceRefresh: fc.constantFrom(
      undefined,
      { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      { minHealthyPercentage: 50, maxHealthyPercentage: 120 },
    ),
    reservedMemoryMiB: fc.constantFrom(0, 64),
  })
  .map(({ minimum, more, managedScaling, ...rest }) => ({
    ...rest,
    managedScaling,
    // Without managed scaling a group stays at its minimum: some are as large from the start.
    minimum: managedScaling ? minimum : minimum + more,
    maximum: minimum + more + (managedScaling ? 0 : 1),
  }));

const task: fc.Arbitrary<TaskFacts> = fc.record({
  networkMode: fc.constantFrom("bridge" as const, "bridge" as const, "awsvpc" as const),
  cpu: fc.constantFrom(128, 256, 300, 512, 512, 1024),
  memoryMiB: fc.constantFrom(100, 150, 200, 300, 500, 700),
  hostPorts: fc.constantFrom([], [], [], [], [4000], [4000], [5000], [4000, 5000]),
});

const oneOff = fc.constantFrom(undefined, undefined, { cpu: 256, memoryMiB: 300 }, { cpu: 900, memoryMiB: 100 });

const counts = fc.record({
  minimum: fc.integer({ min: 0, max: 2 }),
  more: fc.integer({ min: 0, max: 2 }),
  most: fc.integer({ min: 0, max: 2 }),
});

/** CodeDeploy knows no other percentages than 100 and 200. */
const deployment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom([0, 100], [0, 200], [50, 100], [50, 150], [50, 200], [100, 150], [100, 200], [100, 200])
      .map(([minimumHealthyPercent = 0, maximumPercent = 0]) => ({ minimumHealthyPercent, maximumPercent })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ strategy: "blue-green" as const, minimumHealthyPercent: 100, maximumPercent: 200 }),
  },
);

const replica: fc.Arbitrary<ServiceFacts> = fc
  .record({
    counts,
    deployment,
    placement: fc.constantFrom("spread" as const, "spread" as const, "binpack" as const, "distinctInstance" as const),
  })
  .map(({ counts: { minimum, more, most }, ...rest }) => ({
    ...rest,
    minimum,
    desired: minimum + more,
    maximum: Math.max(1, minimum + more + most),
  }));

/** One to three capacities of a mix, with a base for the first of them at times. */
const shares = (used: readonly string[]) =>
  fc
    .record({
      mix: fc.shuffledSubarray([...used], { minLength: 1, maxLength: used.length }),
      isMix: fc.boolean(),
      weights: fc.array(fc.constantFrom(1, 1, 2, 4, 0), { minLength: 3, maxLength: 3 }),
      base: fc.constantFrom(0, 0, 1, 2),
    })
    .map(({ mix, isMix, weights, base }) =>
      mix.slice(0, isMix ? mix.length : 1).map((name, index) => ({
        name,
        weight: index === 0 ? Math.max(1, weights[0] ?? 1) : (weights[index] ?? 1),
        base: index === 0 && isMix ? base : 0,
      })),
    );

const service = (used: readonly string[]): fc.Arbitrary<SystemServiceFacts> => {
  const common = { task, oneOff };
  const counted = fc.record({ ...common, service: replica, capacity: shares(used) });
  const singleton = fc.record({
    ...common,
    scheduling: fc.constant("singleton" as const),
    service: fc.record({ desired: fc.constantFrom(0, 1, 1) }),
    capacity: shares(used),
  });
  const daemon = fc.record({
    ...common,
    scheduling: fc.constant("daemon" as const),
    task: fc.record({
      networkMode: fc.constantFrom("bridge" as const, "host" as const, "awsvpc" as const),
      cpu: fc.constantFrom(64, 128),
      memoryMiB: fc.constantFrom(50, 100),
      hostPorts: fc.constantFrom([], [], [8126]),
    }),
    service: fc.record({ deployment: fc.constantFrom(undefined, { minimumHealthyPercent: 50 }) }),
    capacity: fc.constantFrom(
      undefined,
      used.slice(0, 1).map((name) => ({ name })),
    ),
  });
  return fc.oneof(
    { weight: 6, arbitrary: counted },
    { weight: 1, arbitrary: singleton },
    { weight: 1, arbitrary: daemon },
  );
};

/** Small systems, with everything varied that the proof looks at. */
export const smallSystems: fc.Arbitrary<SystemFacts> = fc
  .tuple(
    fc.constantFrom(1, 1, 2, 2, 3),
    fc.constantFrom(1, 2, 2, 3, 3, 4),
    fc.constantFrom(1, 2, 2, 3, 3, 3, 3, 3, 3, 3),
  )
  .chain(([capacities, services, zones]) => {
    const used = groups.slice(0, capacities);
    return fc
      .tuple(fc.tuple(...used.map(() => capacity)), fc.tuple(...names.slice(0, services).map(() => service(used))))
      .map(([groupFacts, serviceFacts]) => ({
        capacities: Object.fromEntries(groupFacts.map((facts, index) => [groups[index], facts])),
        services: Object.fromEntries(serviceFacts.map((facts, index) => [names[index], facts])),
        network: { zones },
      }));
  });
