import type { Drift, Notice, OutputChange, ResourceChange } from "../../model";
import { driftWords, fewest, isDecisive, outputLine, rows, wrapped, type Row } from "../diff";
import { happeningTo, namesOf, titleOf, type Alike } from "../alike";
import { namesThatFit } from "../together";
import { visible } from "../visible";
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
    ...(path === undefined ? [] : [`Construct ${code(path, valueMaximum)}`]),
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

/** So many addresses are a list; more are a line of names. */
const listMaximum = 40;
/** Characters of the names of changes that are shown together. */
const namesMaximum = 2000;

/** Changes that are alike: what all have in common once, then what differs. */
export function changesTogether(group: Alike): string {
  const { changes, common, own } = group;
  const [first] = changes;
  if (first === undefined) return "";
  const names = namesOf(group);
  const isDifferent = own.some((lines) => lines.length > 0);
  const items =
    changes.length <= listMaximum && !isDifferent
      ? changes.map(({ address }) => `- ${code(address, valueMaximum)}`).join("\n")
      : isDifferent
        ? ""
        : prose(namesThatFit(names, namesMaximum));
  const different = own.flatMap((lines, index) =>
    lines.length === 0 ? [] : [heading(names[index] ?? ""), ...rows(lines, diffMaximum)],
  );
  const why = first.reasons.map((reason) => `B${because(reason).slice(1)}.`).join("\n");
  const lines = [...rows(common, diffMaximum), ...different];
  return [`#### ${groupTitle(group)}`, items, why, lines.length === 0 ? "" : fencedDiff(lines)]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Changes that are alike as an item of a list. */
export function changesInLine(group: Alike): string {
  return `- ${groupTitle(group)}`;
}

function groupTitle(group: Alike): string {
  const [first] = group.changes;
  return `${prose(titleOf(group), valueMaximum)} ${prose(happeningTo(group), valueMaximum)}${riskWords(first?.risk ?? "none")}`;
}

const heading = (text: string): Row => ({ sign: "@", text: visible(text) });

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
