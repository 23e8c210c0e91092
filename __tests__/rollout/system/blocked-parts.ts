import { decide, type Blockage } from "../../../rollout/decide";
import { blockageOf, type Part } from "../../../rollout/system/blocked";
import type { SystemFacts } from "../../../rollout/system/facts";
import { loneCapacity, viewOf } from "../../../rollout/system/parts";

/** A part that is blocked, before anyone asks how to unblock it. */
export interface BlockedPart extends Pick<Blockage, "at" | "rank"> {
  readonly part: Part;
}

/** All parts of a system that are blocked; its instance types are known. */
export function blockedParts(system: SystemFacts): readonly BlockedPart[] {
  const lone = new Map(Object.keys(system.services).map((name) => [name, loneCapacity(system, name)]));
  const taken = new Set(lone.values());
  const services = [...lone].flatMap(([name, capacity]) => {
    const part: Part = { kind: "service", name };
    const blockage =
      capacity === undefined ? blockageOf(system, part) : decide(viewOf(system, name, capacity)).blockage;
    return blockage === undefined ? [] : [{ part, at: blockage.at, rank: blockage.rank }];
  });
  const capacities = Object.keys(system.capacities).flatMap((name) => {
    const part: Part = { kind: "capacity", name };
    const blockage = taken.has(name) ? undefined : blockageOf(system, part);
    return blockage === undefined ? [] : [{ part, at: blockage.at, rank: blockage.rank }];
  });
  return [...services, ...capacities];
}
