import type { DiffLine } from "../../model";

/** Lines of a diff as one reads them: `container web / image production-305 -> production-306 (note)`. */
export function written(lines: readonly DiffLine[]): string[] {
  return lines.map(({ kind, path, before, after, note, lines: long }) => {
    const sign = { added: "+ ", removed: "- ", changed: "" }[kind];
    const value = kind === "changed" && after !== undefined ? `${before ?? "(none)"} -> ${after}` : (after ?? before);
    const parts = [path.join(" / "), value, note === undefined ? undefined : `(${note})`];
    const text = sign + parts.filter((part) => part !== undefined).join(" ");
    return long === undefined ? text : [text, ...long].join("\n");
  });
}
