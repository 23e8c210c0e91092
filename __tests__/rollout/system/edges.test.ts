import type { SystemFacts } from "../../../rollout";
import { blockedParts } from "./blocked-parts";
import { capacityWith, on, replicaWith } from "./facts";
import { firstStuck } from "./trials";

const whole = { task: { cpu: 4096, memoryMiB: 1000 } };
const half = { task: { cpu: 2048, memoryMiB: 1000 } };
const terminateFirst = { instanceRefresh: { minHealthyPercentage: 50, maxHealthyPercentage: 100 } };
const agent = { scheduling: "daemon", task: { networkMode: "host", cpu: 128, memoryMiB: 100 }, service: {} } as const;
const greens = { strategy: "blue-green", minimumHealthyPercent: 100, maximumPercent: 200 } as const;

/** Two of four tasks on each of two capacities. */
const mix = (maximum: number, maximumPercent: number): SystemFacts => ({
  capacities: {
    shared: capacityWith({ maximum, ...terminateFirst }),
    other: capacityWith({ maximum: 8, ...terminateFirst }),
  },
  services: {
    web: replicaWith({
      ...whole,
      service: { minimum: 4, desired: 4, maximum: 4, deployment: { minimumHealthyPercent: 100, maximumPercent } },
      capacity: [on("shared"), on("other")],
    }),
  },
  network: { zones: 2 },
});

/** Systems of which one instance more or less decides, by the most instances of a capacity that others leave free. */
const edges: readonly (readonly [string, number, (maximum: number) => SystemFacts])[] = [
  [
    "small tasks that keep a large one off",
    4,
    (maximum) => ({
      capacities: { shared: capacityWith({ maximum, ...terminateFirst }) },
      services: {
        web: replicaWith({ service: { minimum: 2, desired: 2, maximum: 2 } }),
        worker: replicaWith({ ...whole, service: { maximum: 1 } }),
      },
      network: { zones: 2 },
    }),
  ],
  ["old tasks of a mix that stay on one of its capacities", 3, (maximum) => mix(maximum, 200)],
  [
    "old tasks of a mix that stay on one of its capacities, and a new one that came first",
    4,
    (maximum) => mix(maximum, 125),
  ],
  [
    "tasks that spread over spare instances before a refresh",
    6,
    (maximum) => ({
      capacities: { shared: capacityWith({ maximum, targetCapacityPercent: 70 }) },
      services: { web: replicaWith({ service: { maximum: 2 } }), worker: replicaWith({ service: { maximum: 1 } }) },
      network: { zones: 2 },
    }),
  ],
  [
    "a daemon that lets one task fewer in",
    5,
    (maximum) => ({
      capacities: { shared: capacityWith({ maximum, ...terminateFirst }) },
      services: {
        web: replicaWith({ ...half, service: { minimum: 2, desired: 2, maximum: 2 } }),
        worker: replicaWith({ ...half, service: { minimum: 2, desired: 2, maximum: 2 } }),
        agent,
      },
      network: { zones: 2 },
    }),
  ],
  [
    "green tasks beside old ones and a neighbour",
    4,
    (maximum) => ({
      capacities: { shared: capacityWith({ maximum, ...terminateFirst }) },
      services: {
        web: replicaWith({ ...half, service: { minimum: 2, desired: 2, maximum: 2, deployment: greens } }),
        worker: replicaWith({ ...whole, service: { minimum: 1, desired: 1, maximum: 1 } }),
      },
      network: { zones: 2 },
    }),
  ],
];

describe.each(edges)("%s", (_, enough, system) => {
  test(`with ${enough} instances are proven, and never stand still`, () => {
    expect(blockedParts(system(enough))).toEqual([]);
    expect(firstStuck(system(enough), 20_272, 20)).toBeUndefined();
  });

  test(`with ${enough - 1} instances are blocked, and do stand still`, () => {
    expect(blockedParts(system(enough - 1))).not.toEqual([]);
    expect(firstStuck(system(enough - 1), 20_273, 100)).toBeDefined();
  });
});
