import type { CapacityShare } from "./facts";

/**
 * Most tasks of a deployment of so many that run on a capacity: its base, and its share of the rest by weight, rounded up.
 *
 * AWS says that the base is served first and that the rest is split by weight, but neither how it rounds nor whether old
 * tasks count towards the base while new ones start. So each share is rounded up, and the larger one of both readings counts.
 * Source: ECS API, `CapacityProviderStrategyItem`.
 */
export function mostTasksOn(shares: readonly CapacityShare[], name: string, tasks: number): number {
  const share = shares.find((candidate) => candidate.name === name);
  if (share === undefined) return 0;
  if (shares.length === 1) return tasks;
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  const base = shares.reduce((sum, each) => sum + each.base, 0);
  const byWeight = (rest: number) => Math.ceil((Math.max(0, rest) * share.weight) / weights);
  return Math.min(tasks, Math.max(share.base + byWeight(tasks - base), byWeight(tasks)));
}

/** An update in which nothing moves. */
export interface Standstill {
  /** Tasks of the service, and those of them that are healthy: no fewer may be. */
  readonly tasks: number;
  readonly healthy: number;
  /** New tasks that may be there beyond those. */
  readonly starting: number;
  /** Most old tasks on the capacity. */
  readonly atRest: number;
  /** Whether new tasks wait for this capacity only, because all others have a place for theirs. */
  readonly onlyHere: boolean;
}

/**
 * Most tasks of a service on a capacity while a new one waits for it and nothing can stop. Old ones are there as they were at
 * rest, whichever stopped elsewhere; new ones as the weights bring them, and all that may start have. Undefined where none
 * can wait.
 */
export function mostBeside(shares: readonly CapacityShare[], name: string, standstill: Standstill): number | undefined {
  const { healthy, tasks, starting, atRest, onlyHere } = standstill;
  let most: number | undefined;
  for (let placed = 0; placed <= Math.min(healthy, tasks - 1); placed += 1) {
    const waiting = Math.min(starting, tasks - placed);
    const here = mostTasksOn(shares, name, placed + waiting) - (onlyHere ? waiting : 1);
    if (here < 0) continue;
    most = Math.max(most ?? 0, Math.min(healthy - placed, atRest) + Math.min(placed, here));
  }
  return most;
}
