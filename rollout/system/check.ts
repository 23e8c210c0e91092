import { checkFacts } from "../facts";
import { list } from "../../packages/common/text";
import type { CapacityShare, SystemFacts } from "./facts";
import { capacitiesOf, isDaemon, serviceField, serviceOf, viewOf } from "./parts";

/** @throws RangeError naming the field, what was got and what is allowed */
export function checkSystem(system: SystemFacts): void {
  const capacities = Object.keys(system.capacities);
  if (capacities.length === 0) throw new RangeError("capacities must hold at least one capacity");
  if (Object.keys(system.services).length === 0) throw new RangeError("services must hold at least one service");
  for (const name of Object.keys(system.services)) {
    const field = `${serviceField(system, name)}.capacity`;
    const used = capacitiesOf(system, name);
    for (const capacity of used) {
      if (capacities.includes(capacity)) continue;
      throw new RangeError(`${field} must be one of ${list(capacities)}, got ${JSON.stringify(capacity)}`);
    }
    const service = serviceOf(system, name);
    if (!isDaemon(service)) checkShares(field, service.capacity);
    for (const capacity of used) checkFacts(viewOf(system, name, capacity));
  }
}

/** Source: ECS API, `CapacityProviderStrategyItem`. */
function checkShares(field: string, shares: readonly CapacityShare[]): void {
  if (shares.length === 0) throw new RangeError(`${field} must name at least one capacity`);
  for (const { name, weight, base } of shares) {
    if (shares.filter((share) => share.name === name).length > 1) {
      throw new RangeError(`${field} must name each capacity once, got ${JSON.stringify(name)} twice`);
    }
    checkWhole(`${field}.weight`, weight, 1000);
    checkWhole(`${field}.base`, base, 100_000);
  }
  if (shares.length > 1 && shares.every(({ weight }) => weight === 0)) {
    throw new RangeError(`${field} must have a weight above 0, got 0 for all`);
  }
  const based = shares.filter(({ base }) => base > 0);
  if (based.length > 1) {
    throw new RangeError(
      `${field} must have a base for one capacity only, got one for ${list(based.map(({ name }) => name))}`,
    );
  }
}

function checkWhole(field: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new RangeError(`${field} must be a whole number from 0 to ${most}, got ${value}`);
}
