/** Which capacity provider a new task of a service goes to, as ECS describes base and weight. */
import type { CapacityShare } from "../../../rollout";

/** How AWS's description of the base can be read. */
export type Reading = "base of each deployment" | "base of the service";

/**
 * The capacities that the next task of a deployment may go to: the base first; then those that have less than their share,
 * rounded up, of the deployment's tasks above it.
 *
 * @param own tasks of the deployment on a capacity
 * @param all tasks of the service on a capacity
 */
export function candidates(
  shares: readonly CapacityShare[],
  own: (capacity: string) => number,
  all: (capacity: string) => number,
  reading: Reading,
): readonly string[] {
  const [only, ...others] = shares;
  if (only === undefined || others.length === 0) return only === undefined ? [] : [only.name];
  const counted = reading === "base of the service" ? all : own;
  const unserved = shares.find(({ name, base }) => counted(name) < base);
  if (unserved !== undefined) return [unserved.name];
  const above = ({ name, base }: CapacityShare) => Math.max(0, Math.min(own(name), counted(name) - base));
  const next = 1 + shares.reduce((sum, share) => sum + above(share), 0);
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  return shares.filter((share) => above(share) * weights < next * share.weight).map(({ name }) => name);
}
