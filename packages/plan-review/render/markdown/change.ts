import type { Drift, Notice, OutputChange, ResourceChange } from "../../model";
import { driftWords, fewest, isDecisive, outputLine, rows, wrapped, type Row } from "../diff";
import { happening, riskWords } from "../words";
import { code, fenced, prose } from "./escape";
import { plural } from "../../../common/text";

/** Characters of a value, and rows of a diff, that a comment shows; the full text has all. */
const valueMaximum = 300;
/** What executes or grants is cut only where nobody would read it. */
const diffMaximum = (path: readonly string[]): number => (isDecisive(path) ? 4000 : valueMaximum);
const rowMaximum = 120;
/** Characters of a line of a diff: what GitHub shows beside a file tree without scrolling. */
const lineWidth = 140;

/** A change with its reasons and its diff; one of which there is nothing more to say is an item of a list. */
export function changeInFull(change: ResourceChange): string {
  const { path, previousAddress, importId, reasons, diff } = change;
  if (diff.length === 0 && previousAddress === undefined && importId === undefined) {
    const unseen = change.action === "update" ? ["nothing that is known before apply changes"] : [];
    return [changeInLine(change), ...unseen, ...reasons.map(because)].join(", ");
  }
  const facts = [
    ...(path === undefined ? [] : [`Made in code by ${code(path, valueMaximum)}`]),
    ...(previousAddress === undefined ? [] : [`Moved from ${code(previousAddress, valueMaximum)}`]),
    ...(importId === undefined ? [] : [`Imported as ${code(importId, valueMaximum)}`]),
    ...reasons.map((reason) => `B${because(reason).slice(1)}`),
  ];
  return [
    `#### ${changeTitle(change)}`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    diff.length === 0 ? "" : fencedDiff(rows(diff, diffMaximum)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Changes of which nothing differs but the address, with their one diff. */
export function changesTogether(changes: readonly ResourceChange[]): string {
  const [first] = changes;
  if (first === undefined) return "";
  const items = changes.map(({ address }) => `- ${code(address, valueMaximum)}`).join("\n");
  const title = `#### ${changes.length} resources ${prose(happening(first), valueMaximum)}${riskWords(first.risk)}`;
  const why = first.reasons.map((reason) => `B${because(reason).slice(1)}.`).join("\n");
  return [title, items, why, fencedDiff(rows(first.diff, diffMaximum))].filter((part) => part !== "").join("\n\n");
}

const because = (reason: string): string => `because ${prose(reason, 2 * valueMaximum)}`;

/** A change as an item of a list. */
export function changeInLine(change: ResourceChange): string {
  return `- ${changeTitle(change)}`;
}

function changeTitle(change: ResourceChange): string {
  return `${code(change.address, valueMaximum)} ${prose(happening(change), valueMaximum)}${riskWords(change.risk)}`;
}

export function driftInFull(drift: Drift): string {
  const title = `${code(drift.address, valueMaximum)} ${driftWords(drift)}`;
  return drift.diff.length === 0 ? title : `${title}\n\n${fencedDiff(rows(drift.diff, diffMaximum))}`;
}

/** The line of an output, which `outputsInFull` puts behind a fence together with the others. */
export function outputInFull(output: OutputChange): string {
  return rows([outputLine(output)], diffMaximum)
    .filter(({ sign }) => sign !== "@")
    .map(diffLine)
    .join("\n");
}

export function outputsInFull(lines: readonly string[]): string {
  return fenced(lines, "diff");
}

export function deferredInFull({ address, reason }: { readonly address: string; readonly reason: string }): string {
  return `- ${code(address, valueMaximum)}: ${prose(reason, 2 * valueMaximum)}`;
}

export function noticeInFull({ stack, address, rule, text, waiver }: Notice): string {
  const where =
    address === "" ? code(stack, valueMaximum) : `${code(stack, valueMaximum)} ${code(address, valueMaximum)}`;
  const waived =
    waiver === undefined ? "" : `; waived until ${prose(waiver.until, 40)}: ${prose(waiver.reason, 2 * valueMaximum)}`;
  return `- ${where}: ${prose(text, 2 * valueMaximum)} (${code(rule, valueMaximum)})${waived}`;
}

function fencedDiff(all: readonly Row[]): string {
  const { rows: shown, omitted } = fewest(all, rowMaximum);
  const more = omitted === 0 ? [] : [`  … ${plural(omitted, "more entry", "more entries")} in the full review`];
  return fenced([...wrapped(shown, lineWidth).map(diffLine), ...more], "diff");
}

/** As `diff` colours it on GitHub: green, red, orange, and violet for a heading. */
function diffLine({ sign, text }: Row): string {
  return sign === "@" ? `@@ ${text} @@` : `${sign} ${text}`;
}
