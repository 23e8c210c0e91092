import fc from "fast-check";
import { blockageOf } from "../../../rollout/system/blocked";
import type { RolloutFacts, SystemFacts } from "../../../rollout";
import { decide } from "../../../rollout/decide";
import { smallFacts } from "../random";

/** One service on one capacity, as a system. */
function systemOf({ capacity, task, service, network }: RolloutFacts): SystemFacts {
  return {
    capacities: { main: capacity },
    services: { web: { task, service, capacity: [{ name: "main", weight: 1, base: 0 }] } },
    network,
  };
}

const strategies = fc.constantFrom("rolling" as const, "blue-green" as const);
const services = fc.tuple(smallFacts, strategies).map(([facts, strategy]) => ({
  ...facts,
  service: { ...facts.service, deployment: { ...facts.service.deployment, strategy } },
}));

test("for one service the arithmetic of several says what that of one says", () => {
  fc.assert(
    fc.property(services, (facts) => {
      const system = systemOf(facts);
      const blockage =
        blockageOf(system, { kind: "service", name: "web" }) ?? blockageOf(system, { kind: "capacity", name: "main" });
      const alone = decide(facts).blockage;
      // A refresh and the loss of a zone are looked at with the most tasks only.
      const tasks =
        blockage?.at === "instance refresh" || blockage?.at === "zone loss" ? alone?.tasks : blockage?.explain().tasks;
      expect({ at: blockage?.at, rank: blockage?.rank, tasks }).toEqual({
        at: alone?.at,
        rank: alone?.rank,
        tasks: alone?.tasks,
      });
    }),
    { seed: 20_266, numRuns: 500 },
  );
});
