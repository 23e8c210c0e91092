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

/**
 * Most tasks of a service on a capacity while `healthy` of them run and one that was given to it waits. Old ones are there
 * as `atRest` at most, whichever were stopped; new ones as the weights bring them, among at most `starting` that wait.
 */
export function mostBeside(
  shares: readonly CapacityShare[],
  name: string,
  { healthy, tasks, starting, atRest }: Readonly<Record<"healthy" | "tasks" | "starting" | "atRest", number>>,
): number | undefined {
  let most: number | undefined;
  for (let placed = 0; placed <= Math.min(healthy, tasks - 1); placed += 1) {
    const given = mostTasksOn(shares, name, Math.min(tasks, placed + starting));
    if (given === 0) continue;
    const there = Math.min(healthy - placed, atRest) + Math.min(placed, given - 1);
    most = Math.max(most ?? 0, there);
  }
  return most;
}
