/** The smallest whole number of a range for which a rule holds that, once it holds, holds for all that follow; or undefined. */
export function smallest(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  if (from > to || !holds(to)) return undefined;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The largest one for which a rule holds that, once it fails, fails for all that follow; or undefined. */
export function largest(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  const mirrored = smallest(-to, -from, (value) => holds(-value));
  return mirrored === undefined ? undefined : -mirrored;
}
