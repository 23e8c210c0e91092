import type { Drift, Notice, OutputChange, ResourceChange } from "../../model";
import { driftWords, outputLine, rows, type Row } from "../diff";
import { happening, plural } from "../words";
import { code, fenced, prose } from "./escape";

/** Characters of a value, and rows of a diff, that a comment shows; the full text has all. */
const valueMaximum = 300;
const rowMaximum = 80;

/** A change with its reasons and its diff. */
export function changeInFull(change: ResourceChange): string {
  const { path, previousAddress, importId, reasons, diff } = change;
  const facts = [
    ...(path === undefined ? [] : [`Made in code by ${code(path, valueMaximum)}`]),
    ...(previousAddress === undefined ? [] : [`Moved from ${code(previousAddress, valueMaximum)}`]),
    ...(importId === undefined ? [] : [`Imported as ${code(importId, valueMaximum)}`]),
    ...reasons.map((reason) => prose(reason, 2 * valueMaximum)),
  ];
  return [
    `#### ${changeTitle(change)}`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    diff.length === 0 ? "" : fencedDiff(rows(diff, valueMaximum)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A change as an item of a list. */
export function changeInLine(change: ResourceChange): string {
  return `- ${changeTitle(change)}`;
}

function changeTitle(change: ResourceChange): string {
  const risk = change.risk === "none" ? "" : `, ${change.risk} risk`;
  return `${code(change.address, valueMaximum)} ${prose(happening(change), valueMaximum)}${risk}`;
}

export function driftInFull(drift: Drift): string {
  const title = `${code(drift.address, valueMaximum)} ${driftWords(drift)}`;
  return drift.diff.length === 0 ? title : `${title}\n\n${fencedDiff(rows(drift.diff, valueMaximum))}`;
}

export function outputInFull(output: OutputChange): string {
  return fencedDiff(rows([outputLine(output)], valueMaximum).filter(({ sign }) => sign !== "@"));
}

export function deferredInFull({ address, reason }: { readonly address: string; readonly reason: string }): string {
  return `- ${code(address, valueMaximum)}: ${prose(reason, 2 * valueMaximum)}`;
}

export function noticeInFull({ stack, address, rule, text, waiver }: Notice): string {
  const where =
    address === "" ? code(stack, valueMaximum) : `${code(stack, valueMaximum)} ${code(address, valueMaximum)}`;
  const waived =
    waiver === undefined ? "" : ` Waived until ${prose(waiver.until, 40)}: ${prose(waiver.reason, 2 * valueMaximum)}`;
  return `- ${where}: ${prose(text, 2 * valueMaximum)} (${code(rule, valueMaximum)})${waived}`;
}

function fencedDiff(all: readonly Row[]): string {
  const shown = all.length > rowMaximum + 1 ? all.slice(0, rowMaximum) : all;
  const rest = all.length - shown.length;
  const more = rest === 0 ? [] : [`  … ${plural(rest, "more line")}`];
  return fenced([...shown.map(diffLine), ...more], "diff");
}

/** As `diff` colours it on GitHub: green, red, orange, and violet for a heading. */
function diffLine({ sign, text }: Row): string {
  return sign === "@" ? `@@ ${text} @@` : `${sign} ${text}`;
}
