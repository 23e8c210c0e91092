import { proveRollout, type RolloutFacts } from "../../rollout";
import { allSchedules, type SmallService } from "./exhaustive";
import { factsWith, typeWith } from "./facts";

function facts(service: SmallService): RolloutFacts {
  const { tasks, slots, groupMaximum, minimumHealthyPercent, maximumPercent, refreshMinimum, zones } = service;
  return factsWith({
    capacity: {
      instanceTypes: [typeWith({ vCpu: 8, memoryMiB: 1000 * slots })],
      reservedMemoryMiB: 0,
      minimum: 0,
      maximum: groupMaximum,
      instanceRefresh: {
        minHealthyPercentage: refreshMinimum,
        maxHealthyPercentage: refreshMinimum === 100 ? 200 : 100,
      },
    },
    task: { cpu: 128, memoryMiB: 1000, hostPorts: [] },
    service: {
      minimum: tasks,
      desired: tasks,
      maximum: tasks,
      deployment: { minimumHealthyPercent, maximumPercent },
    },
    network: { zones },
  });
}

function services(happening: SmallService["happening"]): SmallService[] {
  const isRefresh = happening === "instance refresh";
  const refreshes = isRefresh ? [0, 50, 100] : [100];
  const zoneCounts = happening === "zone loss" ? [1, 2] : [2];
  const found: SmallService[] = [];
  for (const tasks of [1, 2, 3])
    for (const slots of [1, 2])
      for (let groupMaximum = Math.ceil(tasks / slots); groupMaximum <= tasks + 1; groupMaximum += 1)
        for (const minimumHealthyPercent of isRefresh ? [0, 100] : [0, 50, 100])
          for (const maximumPercent of isRefresh ? [100, 200] : [100, 150, 200])
            for (const refreshMinimum of refreshes)
              for (const zones of zoneCounts) {
                const group = { groupMaximum, refreshMinimum, zones };
                found.push({ happening, tasks, slots, minimumHealthyPercent, maximumPercent, ...group });
              }
  return found;
}

const order = ["architecture", "placement", "rolling update", "instance refresh", "zone loss"];

/** What the proof says of this happening, where nothing before it blocks. */
function claims(service: SmallService): "finishes" | "blocks" | undefined {
  const proof = proveRollout(facts(service));
  if (proof.verdict !== "blocked") return "finishes";
  const [blocked, asked] = [order.indexOf(proof.at), order.indexOf(service.happening)];
  if (blocked === asked) return "blocks";
  return blocked > asked ? "finishes" : undefined;
}

describe.each(["rolling update", "instance refresh", "zone loss"] as const)(
  "all schedules of a small %s",
  (happening) => {
    const all = services(happening).map((service) => ({ service, claim: claims(service) }));
    const claimed = (claim: "finishes" | "blocks") => all.filter((each) => each.claim === claim);

    test("finish where it is proven, in whatever order things happen", () => {
      expect(claimed("finishes").length).toBeGreaterThan(20);
      for (const { service } of claimed("finishes")) {
        expect({ service, ...allSchedules(service) }).toMatchObject({ someFinishes: true, someStops: false });
      }
    });

    test("come to a stop where it is blocked, in whatever order things happen", () => {
      expect(claimed("blocks").length).toBeGreaterThan(5);
      for (const { service } of claimed("blocks")) {
        expect({ service, ...allSchedules(service) }).toMatchObject({ someFinishes: false, someStops: true });
      }
    });
  },
);
