import type { Configuration } from "./configuration";

/**
 * A function that computes its result once for each block or configuration, and again when that is read together with others.
 * Policies ask the same question of the same block again and again.
 */
export function once<Key extends object, Result>(
  configurationOf: (key: Key) => Configuration,
  compute: (key: Key) => Result,
): (key: Key) => Result {
  const known = new WeakMap<Key, { readonly siblings: readonly Configuration[]; readonly result: Result }>();
  return (key) => {
    const { siblings } = configurationOf(key);
    const found = known.get(key);
    if (found?.siblings === siblings) return found.result;
    const result = compute(key);
    known.set(key, { siblings, result });
    return result;
  };
}
