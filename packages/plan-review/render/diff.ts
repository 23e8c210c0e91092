import type { DiffLine, Drift, OutputChange } from "../model";
import { shorten, visible } from "./visible";

/** A line of a semantic diff as it is shown: a heading (`@`), added, removed, changed (`!`), or unchanged text around it. */
export interface Row {
  readonly sign: "@" | "+" | "-" | "!" | " ";
  readonly text: string;
  /** It executes, grants or opens something: the last to be left out where there is no room. */
  readonly isDangerous?: boolean;
}

/** Characters of a changed value up to which both values stand on one line, so that the arrow stays between them. */
const besideEachOther = 60;

/** Characters of a value that are shown, by the path of its line. @default - all of it */
type Maximum = (path: readonly string[]) => number;

const all: Maximum = () => Infinity;

/** Whether a line says what is executed, or what is granted to whom: of those a reader must have all. */
export const isDecisive = (path: readonly string[]): boolean =>
  path.some((step) =>
    /policy|statement|action|principal|condition|container|command|entry_?point|user_data|ingress|egress|script|buildspec|definition|payload|cidr|rule|exec/i.test(
      step,
    ),
  );

const signs = { added: "+", removed: "-", changed: "!" } as const;

/**
 * The lines under headings of where they are, such as `container web / environment`; every row is one line without anything
 * invisible.
 */
export function rows(diff: readonly DiffLine[], maximumOf: Maximum = all): readonly Row[] {
  let place = "";
  return diff.flatMap((line) => {
    const heading = line.path.slice(0, -1).join(" / ");
    const moved = heading !== place;
    place = heading;
    const maximum = maximumOf(line.path);
    const own = rowsOf(line, maximum);
    if (!moved) return own;
    return [{ sign: "@" as const, text: shown(heading === "" ? "the resource itself" : heading, maximum) }, ...own];
  });
}

/** Notes of lines that nobody may miss. */
const dangerous = /widens|opens|more permissions|secret|forces replacement/;

function rowsOf(line: DiffLine, maximum: number): readonly Row[] {
  const { kind, path, before, after, note = "", lines = [] } = line;
  const name = shown(path.at(-1) ?? "", maximum);
  const remark = note === "" ? "" : ` (${shown(note, maximum)})`;
  const isDangerous = dangerous.test(note);
  const own = (sign: Row["sign"], text: string): Row => ({ sign, text, ...(isDangerous && { isDangerous }) });
  const isLong = [before, after].some((text) => (text ?? "").length > besideEachOther);
  const first =
    kind === "changed" && isLong && before !== undefined && after !== undefined
      ? [own("-", `${name}${alone(before, maximum)}`), own("+", `${name}${alone(after, maximum)}${remark}`)]
      : [
          own(
            signs[kind],
            `${name}${kind === "changed" ? changed(before, after, maximum) : alone(after ?? before, maximum)}${remark}`,
          ),
        ];
  return [
    ...first,
    ...lines.map((text): Row => {
      const [first = " "] = text;
      const sign = first === "+" || first === "-" ? first : " ";
      return { sign, text: `  ${shown(first === sign ? text.slice(1) : text, maximum)}` };
    }),
  ];
}

function changed(before: string | undefined, after: string | undefined, maximum: number): string {
  if (before === undefined && after === undefined) return "";
  return ` ${value(before, maximum)} -> ${value(after, maximum)}`;
}

function alone(text: string | undefined, maximum: number): string {
  return text === undefined ? "" : ` = ${value(text, maximum)}`;
}

function value(text: string | undefined, maximum: number): string {
  return text === undefined ? "(none)" : text === "" ? '""' : shown(text, maximum);
}

const shown = (text: string, maximum: number) => shorten(visible(text), maximum);

/** Rows in lines of so many characters: what does not fit continues below, a little to the right. */
export function wrapped(all: readonly Row[], width: number): readonly Row[] {
  return all.flatMap((row) => {
    if (row.text.length <= width) return [row];
    const [first = "", ...rest] = linesOf(row.text, width);
    return [
      { ...row, text: first },
      ...rest.map((text) => ({ ...row, sign: row.sign === "@" ? ("@" as const) : row.sign, text: `    ${text}` })),
    ];
  });
}

/** Cuts after a space or a comma where there is one beyond a third of the line. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = Math.max(spaceBefore(rest, width), rest.lastIndexOf(",", width - 1) + 1);
    const cut = space > width / 3 ? space : width;
    // A cut between the halves of a surrogate pair would leave half a character.
    const end = /[\ud800-\udbff]/.test(rest.charAt(cut - 1)) ? cut - 1 : cut;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** The last space that is not beside an arrow. */
function spaceBefore(text: string, end: number): number {
  let space = text.lastIndexOf(" ", end);
  while (space > 0 && (text.startsWith(" -> ", space) || text.startsWith(" -> ", space - 3)))
    space = text.lastIndexOf(" ", space - 1);
  return space;
}

/** As many rows as there is room for, the dangerous ones first, in their order and under their headings. */
export function fewest(
  all: readonly Row[],
  maximum: number,
): { readonly rows: readonly Row[]; readonly omitted: number } {
  if (all.length <= maximum) return { rows: all, omitted: 0 };
  const entries = all.map((row, index) => ({ row, index })).filter(({ row }) => row.sign !== "@");
  const chosen = new Set(
    [...entries.filter(({ row }) => row.isDangerous === true), ...entries.filter(({ row }) => row.isDangerous !== true)]
      .slice(0, maximum)
      .map(({ index }) => index),
  );
  const rows = all.filter((row, index) => {
    if (row.sign !== "@") return chosen.has(index);
    const next = all.findIndex((other, at) => at > index && other.sign === "@");
    return entries.some((entry) => chosen.has(entry.index) && entry.index > index && (next < 0 || entry.index < next));
  });
  return { rows, omitted: entries.length - chosen.size };
}

/** The change of an output as a line of a diff. */
export function outputLine({ name, kind, before, after }: OutputChange): DiffLine {
  return { kind, path: [name], before, after };
}

/** What happened to a resource outside Terraform. */
export function driftWords({ action }: Drift): string {
  return action === "delete" ? "deleted" : "changed";
}
