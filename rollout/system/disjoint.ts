/** More combinations of states and patterns than this take too long. */
const mostSteps = 2_000_000;

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
    for (const [index, pattern] of different.entries()) {
      if (!pattern.every((count, at) => count <= (left[at] ?? 0))) continue;
      most[state] = Math.max(most[state] ?? 0, 1 + (most[state - (offsets[index] ?? 0)] ?? 0));
    }
    advance(left, counts);
  }
  return most[states - 1];
}

/** The next state, the first count fastest. */
function advance(left: number[], counts: readonly number[]): void {
  for (const [index, count] of counts.entries()) {
    const next = (left[index] ?? 0) + 1;
    left[index] = next > count ? 0 : next;
    if (next <= count) return;
  }
}
