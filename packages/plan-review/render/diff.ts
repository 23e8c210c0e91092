import type { DiffLine, Drift, OutputChange } from "../model";
import { shorten, visible } from "./visible";

/** A line of a semantic diff as it is shown: a heading (`@`), added, removed, changed (`!`), or unchanged text around it. */
export interface Row {
  readonly sign: "@" | "+" | "-" | "!" | " ";
  readonly text: string;
}

/** Value of a diff line in UTF-16 code units that is shown. @default - all of it */
type Maximum = number;

const signs = { added: "+", removed: "-", changed: "!" } as const;

/**
 * The lines under headings of where they are, such as `container web / environment`; every row is one line without anything
 * invisible.
 */
export function rows(diff: readonly DiffLine[], maximum: Maximum = Infinity): readonly Row[] {
  let place = "";
  return diff.flatMap((line) => {
    const heading = line.path.slice(0, -1).join(" / ");
    const moved = heading !== place;
    place = heading;
    const own = rowsOf(line, maximum);
    if (!moved) return own;
    return [{ sign: "@" as const, text: shown(heading === "" ? "the resource itself" : heading, maximum) }, ...own];
  });
}

function rowsOf(line: DiffLine, maximum: Maximum): readonly Row[] {
  const { kind, path, before, after, note, lines = [] } = line;
  const value = kind === "changed" ? changed(before, after, maximum) : alone(after ?? before, maximum);
  const remark = note === undefined || note === "" ? "" : ` (${shown(note, maximum)})`;
  return [
    { sign: signs[kind], text: `${shown(path.at(-1) ?? "", maximum)}${value}${remark}` },
    ...lines.map((text): Row => {
      const [first = " "] = text;
      const sign = first === "+" || first === "-" ? first : " ";
      return { sign, text: `  ${shown(first === sign ? text.slice(1) : text, maximum)}` };
    }),
  ];
}

function changed(before: string | undefined, after: string | undefined, maximum: Maximum): string {
  if (before === undefined && after === undefined) return "";
  return ` ${value(before, maximum)} -> ${value(after, maximum)}`;
}

function alone(text: string | undefined, maximum: Maximum): string {
  return text === undefined ? "" : ` = ${value(text, maximum)}`;
}

function value(text: string | undefined, maximum: Maximum): string {
  return text === undefined ? "(none)" : text === "" ? '""' : shown(text, maximum);
}

const shown = (text: string, maximum: Maximum) => shorten(visible(text), maximum);

/** The change of an output as a line of a diff. */
export function outputLine({ name, kind, before, after }: OutputChange): DiffLine {
  return { kind, path: [name], before, after };
}

/** What happened to a resource outside Terraform. */
export function driftWords({ action }: Drift): string {
  return action === "delete" ? "deleted" : "changed";
}
