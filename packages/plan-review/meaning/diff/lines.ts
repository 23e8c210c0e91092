import type { DiffLine } from "../../model";
import { isNothing } from "./equal";
import { show } from "./show";

export type Path = readonly string[];

/** What redaction leaves of a secret that changes. */
const changedSecret = "(secret, changed)";

/** A line without a value where the path says it all. */
export function added(path: Path, after: unknown, note?: string): DiffLine {
  return line(after === undefined ? { kind: "added", path } : { kind: "added", path, after: show(after) }, note);
}

export function removed(path: Path, before: unknown, note?: string): DiffLine {
  return line(before === undefined ? { kind: "removed", path } : { kind: "removed", path, before: show(before) }, note);
}

/** From nothing it is added, to nothing it is removed. */
export function changed(path: Path, before: unknown, after: unknown, note?: string): DiffLine {
  if (typeof after === "string" && after.includes(changedSecret)) {
    // A text may hold a secret among other words.
    return after === changedSecret
      ? line({ kind: "changed", path }, "secret changed", note)
      : line({ kind: "changed", path, before: show(before), after: show(after) }, "secret changed", note);
  }
  if (isNothing(before) && !isMeant(before)) return added(path, after, note);
  if (isNothing(after) && !isMeant(after)) return removed(path, before, note);
  return line({ kind: "changed", path, before: show(before), after: show(after) }, note);
}

/** Of what means nothing, `0` and `false` are still worth reading when they take the place of something. */
function isMeant(value: unknown): boolean {
  return value === 0 || value === false;
}

/** A line with more notes. */
export function line(of: DiffLine, ...notes: readonly (string | undefined)[]): DiffLine {
  const all = [of.note, ...notes].filter((note) => note !== undefined);
  return all.length === 0 ? of : { ...of, note: [...new Set(all)].join(", ") };
}
