/** Sums above this many units are not visited one by one. */
const mostUnits = 4096;

/**
 * The smallest sum of sizes, each as often as wanted, that is at least so much: a whole number of tasks rarely ends exactly
 * there. Infinite without sizes; a bound from below where there are too many sums to visit.
 */
export function smallestSum(atLeast: number, sizes: readonly number[]): number {
  if (atLeast <= 0) return 1;
  if (sizes.length === 0) return Number.POSITIVE_INFINITY;
  const unit = sizes.reduce(divisor);
  const units = Math.ceil(atLeast / unit);
  const steps = [...new Set(sizes.map((size) => size / unit))];
  if (steps.length === 1 || units > mostUnits) return units * unit;
  const reached = new Uint8Array(units + Math.max(...steps) + 1);
  reached[0] = 1;
  for (let at = 0; at < units; at += 1) {
    if (reached[at] === 1) for (const step of steps) reached[at + step] = 1;
  }
  return reached.indexOf(1, units) * unit;
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
