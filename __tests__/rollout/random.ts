import fc from "fast-check";
import type { RolloutFacts } from "../../rollout";
import type { InstanceType } from "../../aws/instance-types";

/** A seed from outside, or a new one; fast-check prints it when a property fails. */
export const freshSeed = Number(process.env.ROLLOUT_SEED ?? Date.now() % 2 ** 31);

/** Instances that hold one to three tasks of a small size by one resource or another, of one architecture. */
const instanceType = (architecture: InstanceType["architecture"]): fc.Arbitrary<InstanceType> =>
  fc.record({ vCpu: fc.integer({ min: 1, max: 4 }), memoryMiB: fc.integer({ min: 800, max: 4000 }) }).chain((sizes) =>
    fc.constantFrom(1, 2, 3, 3, 4).map((networkInterfaces) => ({
      ...sizes,
      networkInterfaces,
      architecture,
      name: `test.${sizes.vCpu}-${sizes.memoryMiB}-${networkInterfaces}`,
    })),
  );

const upToTwo = fc.integer({ min: 0, max: 2 });

const percents = {
  minimumHealthyPercent: fc.oneof(fc.constantFrom(0, 50, 100), fc.integer({ min: 0, max: 100 })),
  maximumPercent: fc.oneof(fc.constantFrom(100, 150, 200, 200), fc.integer({ min: 100, max: 200 })),
};

/** Small services, with everything that the proof looks at varied; about a third of them can be rolled out. */
export const smallFacts: fc.Arbitrary<RolloutFacts> = fc
  .record({
    architecture: fc.constantFrom("x86_64" as const, "arm64" as const),
    group: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })),
    tasks: fc.tuple(upToTwo, upToTwo, upToTwo),
    managedScaling: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    deployment: fc.record(percents),
    instanceRefresh: fc.constantFrom(
      undefined,
      { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      { minHealthyPercentage: 100, maxHealthyPercentage: 100 },
      { minHealthyPercentage: 50, maxHealthyPercentage: 120 },
      { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
    ),
    task: fc.record({
      networkMode: fc.constantFrom("bridge" as const, "awsvpc" as const),
      cpu: fc.constantFrom(256, 512, 1024, 1536),
      memoryMiB: fc.constantFrom(200, 300, 500, 1000),
    }),
    staticPort: fc.boolean(),
    placement: fc.constantFrom("spread" as const, "binpack" as const, "distinctInstance" as const),
    reservedMemoryMiB: fc.constantFrom(0, 32, 256),
    zones: fc.constantFrom(1, 2, 2, 2, 3, 3, 3),
  })
  .chain(({ architecture, group, tasks, task, staticPort, deployment, placement, zones, ...capacity }) =>
    fc.array(instanceType(architecture), { minLength: 1, maxLength: 3 }).map((instanceTypes) => {
      const [minimum, more] = group;
      const [fewest, then, most] = tasks;
      return {
        capacity: { ...capacity, instanceTypes, minimum, maximum: Math.max(1, minimum + more) },
        task: { ...task, hostPorts: staticPort && task.networkMode === "bridge" ? [4000] : [] },
        service: {
          minimum: fewest,
          desired: fewest + then,
          maximum: Math.max(1, fewest + then + most),
          deployment,
          placement,
        },
        network: { zones },
      };
    }),
  );
