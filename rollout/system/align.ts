import type { Fix } from "../fixes";
import type { Change } from "../remedies";

/**
 * Fixes of several problems, with one value for each field: a number that has to be raised for one of them and raised further
 * for another is raised as far as the other asks, so that whoever changes it changes it once.
 */
export function aligned(problems: readonly (readonly Fix[])[]): readonly (readonly Fix[])[] {
  const furthest = new Map<string, Change>();
  for (const { changes } of problems.flat()) {
    const [change, ...others] = changes;
    if (change === undefined || others.length > 0) continue;
    const known = furthest.get(change.field);
    if (known === undefined || distance(change) > distance(known)) furthest.set(change.field, change);
  }
  return problems.map((fixes) => fixes.map((fix) => alignedFix(fix, furthest)));
}

function alignedFix(fix: Fix, furthest: ReadonlyMap<string, Change>): Fix {
  const [change, ...others] = fix.changes;
  if (change === undefined || others.length > 0) return fix;
  const other = furthest.get(change.field) ?? change;
  return sameWay(change, other) ? { ...fix, changes: [other] } : fix;
}

/** How far a number is moved; nothing else is moved at all. */
function distance({ from, to }: Change): number {
  return typeof from === "number" && typeof to === "number" ? Math.abs(to - from) : 0;
}

function sameWay(one: Change, other: Change): boolean {
  return (
    typeof one.from === "number" &&
    typeof one.to === "number" &&
    typeof other.from === "number" &&
    typeof other.to === "number" &&
    one.to > one.from === other.to > other.from
  );
}
