import { decide, proven } from "./decide";
import type { RolloutFacts } from "./facts";
import { remedies, type Change, type Changed, type Remedy } from "./remedies";

/** What to change; with all of it everything is proven: the proof was made again with it. */
export interface Fix {
  readonly changes: readonly Change[];
  /** Whether as many tasks as before stay up during a rollout, and as many may run. */
  readonly keepsTasks: boolean;
}

/** More than this together is no fix but another design. */
const mostChanges = 4;

/**
 * The changes that unblock, best first: one field, in the order of `remedies`. Where no single one keeps all tasks, several
 * together that do come last.
 */
export function findFixes(facts: RolloutFacts): readonly Fix[] {
  const single = remedies.flatMap(({ apply, keepsTasks }) => {
    const found = apply(facts, isProven);
    return found === undefined ? [] : [{ changes: [found.change], keepsTasks }];
  });
  if (single.some(({ keepsTasks }) => keepsTasks)) return single;
  const several = chain(facts, mostChanges);
  return several === undefined ? single : [...single, { changes: several, keepsTasks: true }];
}

function isProven(facts: RolloutFacts): boolean {
  return decide(facts).blockage === undefined;
}

/** Changes that keep all tasks, fewest first. */
function chain(facts: RolloutFacts, most: number): readonly Change[] | undefined {
  for (let length = 2; length <= most; length += 1) {
    const found = chainOf(facts, length);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** So many changes, each of which leads as far past what blocks before it as one of its kind can. */
function chainOf(facts: RolloutFacts, length: number): readonly Change[] | undefined {
  const { blockage } = decide(facts);
  if (blockage === undefined) return [];
  if (length === 0) return undefined;
  for (const { apply } of remedies.filter(({ keepsTasks }) => keepsTasks)) {
    const found = furthest(apply, facts, length === 1 ? proven : blockage.rank + 1);
    const rest = found && chainOf(found.facts, length - 1);
    if (found && rest) return merged([found.change, ...rest]);
  }
  return undefined;
}

/** One change a field: what is raised for placement may be raised again for the update. */
function merged(changes: readonly Change[]): readonly Change[] {
  const fields = [...new Set(changes.map(({ field }) => field))];
  return fields.flatMap((field) => {
    const ofField = changes.filter((change) => change.field === field);
    const [first, last] = [ofField[0], ofField.at(-1)];
    return first && last ? [{ field, from: first.from, to: last.to }] : [];
  });
}

/** The smallest change of a kind with which the proof goes as far as it can, and at least to a rank. */
function furthest(apply: Remedy["apply"], facts: RolloutFacts, atLeast: number): Changed | undefined {
  for (let rank = proven; rank >= atLeast; rank -= 1) {
    const found = apply(facts, (changed) => (decide(changed).blockage?.rank ?? proven) >= rank);
    if (found !== undefined) return found;
  }
  return undefined;
}
