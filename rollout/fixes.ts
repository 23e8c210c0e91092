import { decide, proven } from "./decide";
import type { RolloutFacts } from "./facts";
import { remedies, type Change, type Changed, type Remedy } from "./remedies";

/** What to change; with all of it everything is proven: the proof was made again with it. */
export interface Fix {
  readonly changes: readonly Change[];
  /** Whether as many tasks as before stay up during a rollout, and as many may run. */
  readonly keepsTasks: boolean;
}

/** Facts of some kind that can be proven and changed. */
export interface Provable<Facts> {
  readonly remedies: readonly Remedy<Facts>[];
  /** how far the proof gets, as a whole number. */
  readonly rank: (facts: Facts) => number;
  /** The rank of facts of which all is proven. */
  readonly proven: number;
  /** Changes that are tried together; more is no fix but another design. */
  readonly mostChanges: number;
}

const oneService: Provable<RolloutFacts> = {
  remedies,
  rank: (facts) => decide(facts).blockage?.rank ?? proven,
  proven,
  mostChanges: 4,
};

/**
 * The changes that unblock, best first: one field, in the order of the remedies. Where no single one keeps all tasks,
 * several together that do come last.
 */
export function findFixes(facts: RolloutFacts): readonly Fix[] {
  return fixesOf(facts, oneService);
}

/** As `findFixes`, for facts of any kind. */
export function fixesOf<Facts>(facts: Facts, provable: Provable<Facts>): readonly Fix[] {
  const single = provable.remedies.flatMap(({ apply, keepsTasks }) => {
    const found = apply(facts, (changed) => provable.rank(changed) >= provable.proven);
    return found === undefined ? [] : [{ changes: [found.change], keepsTasks }];
  });
  if (single.some(({ keepsTasks }) => keepsTasks)) return single;
  const several = chain(facts, provable);
  return several === undefined ? single : [...single, { changes: several, keepsTasks: true }];
}

/** Changes that keep all tasks, fewest first. */
function chain<Facts>(facts: Facts, provable: Provable<Facts>): readonly Change[] | undefined {
  for (let length = 2; length <= provable.mostChanges; length += 1) {
    const found = chainOf(facts, length, provable);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** So many changes, each of which leads as far past what blocks before it as one of its kind can. */
function chainOf<Facts>(facts: Facts, length: number, provable: Provable<Facts>): readonly Change[] | undefined {
  const rank = provable.rank(facts);
  if (rank >= provable.proven) return [];
  if (length === 0) return undefined;
  for (const { apply } of provable.remedies.filter(({ keepsTasks }) => keepsTasks)) {
    const found = furthest(apply, facts, length === 1 ? provable.proven : rank + 1, provable.rank);
    const rest = found && chainOf(found.facts, length - 1, provable);
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
function furthest<Facts>(
  apply: Remedy<Facts>["apply"],
  facts: Facts,
  atLeast: number,
  rank: Provable<Facts>["rank"],
): Changed<Facts> | undefined {
  let found = apply(facts, (changed) => rank(changed) >= atLeast);
  for (let further = found; further !== undefined;) {
    found = further;
    const beyond = rank(found.facts) + 1;
    further = apply(facts, (changed) => rank(changed) >= beyond);
  }
  return found;
}
