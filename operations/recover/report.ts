import { imports } from "../../aws/imports";
import type { Candidate } from "./candidates";
import type { StateLock } from "./locks";
import type { Tagged } from "./tagged";

const life = (isAlive: boolean | undefined): string =>
  isAlive === undefined ? "it is not known whether the holder is alive" : isAlive ? "running" : "not running any more";

export const lockLines = (locks: readonly StateLock[]): readonly string[] =>
  locks.map(({ stack, holder, place, isAlive }) => `  ${stack}: ${holder}; ${life(isAlive)} (${place})`);

/** A line for each object: what becomes of it, what it is, and what it costs a month where that is known. */
export function objectLines(found: readonly Candidate[], left: readonly Tagged[]): readonly string[] {
  const rows = [
    ...found.map(({ address, id, stack }) => ["import", address, id, stack, typeOf(address)] as const),
    ...left.map(({ kind, id, stack, tags }) => {
      const [type = ""] = kind.types;
      return ["delete or keep", `${type}${tags.Name === undefined ? "" : ` "${tags.Name}"`}`, id, stack, type] as const;
    }),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(([action, what, id, stack, type]) => {
    const monthly = imports[type]?.monthly;
    const cells = [action, what, id].map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `  ${cells.join("  ")}  ${stack}${monthly === undefined ? "" : `, $${monthly.toFixed(2)} a month`}`;
  });
}

/** What objects cost together, where that is known. */
export function totalMonthly(objects: readonly Tagged[]): string {
  const sum = objects.reduce((total, { kind }) => total + (imports[kind.types[0] ?? ""]?.monthly ?? 0), 0);
  return sum === 0 ? "" : `, at least $${sum.toFixed(2)} a month`;
}

const typeOf = (address: string): string => address.split(".")[0] ?? "";
