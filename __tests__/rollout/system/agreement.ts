import fc from "fast-check";
import type { SystemFacts } from "../../../rollout";
import { blockedParts } from "./blocked-parts";
import { smallSystems } from "./random";
import { firstStuck } from "./trials";

/** How often the proof and the simulation agreed or not. */
export interface Tally {
  readonly proven: number;
  readonly blocked: number;
  /** Blocked systems that no run brought to a stop: the caution of the proof, or the luck of the runs. */
  readonly neverStuck: number;
  /** Steps at which those are blocked. */
  readonly cautious: Readonly<Record<string, number>>;
  /** The smallest system that is proven and stops. @default - none does */
  readonly wrong?: { readonly system: SystemFacts | undefined; readonly stuck: string };
}

/**
 * Tries out random systems.
 *
 * @param rounds runs of everything that is tried out on a blocked system; 0 where those do not matter
 */
export function tally(systems: number, seed: number, rounds: number): Tally {
  const counts = { proven: 0, blocked: 0, neverStuck: 0 };
  const cautious: Record<string, number> = {};
  const property = fc.property(smallSystems, fc.integer({ min: 0, max: 2 ** 31 }), (system, chance) => {
    const blocked = blockedParts(system);
    if (blocked.length === 0) {
      const stuck = firstStuck(system, chance, 1);
      if (stuck !== undefined) throw new Error(JSON.stringify(stuck));
      counts.proven += 1;
      return;
    }
    counts.blocked += 1;
    if (rounds === 0 || firstStuck(system, chance, rounds) !== undefined) return;
    counts.neverStuck += 1;
    for (const at of new Set(blocked.map((part) => part.at))) cautious[at] = (cautious[at] ?? 0) + 1;
  });
  const { failed, counterexample, errorInstance } = fc.check(property, { seed, numRuns: systems });
  const wrong = failed ? { wrong: { system: counterexample?.[0], stuck: String(errorInstance) } } : {};
  return { ...counts, cautious, ...wrong };
}
