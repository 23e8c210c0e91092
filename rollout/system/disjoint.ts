/** More combinations of states and patterns than this take too long. */
const mostSteps = 300_000;

/** In how many ways so many of each can be left. */
export function statesOf(counts: readonly number[]): number {
  return counts.reduce((states, count) => states * (count + 1), 1);
}

/**
 * Most patterns, each as often as wanted, that can be taken out of so many of each; every pattern has a count of each.
 * Undefined where that takes too long to say.
 */
export function mostDisjoint(counts: readonly number[], patterns: readonly (readonly number[])[]): number | undefined {
  const states = statesOf(counts);
  const different = [...new Map(patterns.map((pattern) => [pattern.join(), pattern])).values()];
  if (states * different.length > mostSteps) return undefined;
  const strides = counts.map((_, index) => statesOf(counts.slice(0, index)));
  const offsets = different.map((pattern) =>
    pattern.reduce((at, count, index) => at + count * (strides[index] ?? 0), 0),
  );
  const most = new Int32Array(states);
  const left = counts.map(() => 0);
  for (let state = 0; state < states; state += 1) {
    let best = 0;
    for (let index = 0; index < different.length; index += 1) {
      if (!isWithin(different[index] ?? [], left)) continue;
      best = Math.max(best, 1 + (most[state - (offsets[index] ?? 0)] ?? 0));
    }
    most[state] = best;
    advance(left, counts);
  }
  return most[states - 1];
}

function isWithin(pattern: readonly number[], left: readonly number[]): boolean {
  for (let at = 0; at < pattern.length; at += 1) if ((pattern[at] ?? 0) > (left[at] ?? 0)) return false;
  return true;
}

/** The next state, the first count fastest. */
function advance(left: number[], counts: readonly number[]): void {
  for (let index = 0; index < counts.length; index += 1) {
    const next = (left[index] ?? 0) + 1;
    const isOver = next > (counts[index] ?? 0);
    left[index] = isOver ? 0 : next;
    if (!isOver) return;
  }
}
