import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import type { ResourceChange, Review, StackReview } from "../model";
import { alike, happeningTo, namesOf, titleOf, type Alike } from "./alike";
import type { Attachment } from "./attachment";
import { driftWords, outputLine, rows, wrapped, type Row } from "./diff";
import { costLines, instancesOf, olderOf, toolsOf } from "./other-tools";
import { blocksTogether, namesThatFit, together, type BlockedPlaces } from "./together";
import { sentence, visible } from "./visible";
import {
  applyCommand,
  columnsOf,
  countsInWords,
  happening,
  standing,
  totalOf,
  verdictWords,
  riskWords,
  worstRisk,
} from "./words";
import { plural } from "../../common/text";

export interface TextOptions {
  /** @default - as the terminal can, and as NO_COLOR and FORCE_COLOR say */
  readonly colour?: boolean;
  /** @default - none */
  readonly attachments?: readonly Attachment[];
}

type Colours = ReturnType<typeof pc.createColors>;

/** The whole review for a terminal; nothing in it can move the cursor or change colours but our own words. */
export function text(review: Review, { colour = pc.isColorSupported, attachments = [] }: TextOptions = {}): string {
  const colours = pc.createColors(colour);
  const { blocks, effects, notices, stacks } = review;
  // Of one stack, its name is known.
  const placed = (stack: string, address: string) =>
    [stacks.length === 1 ? "" : sentence(stack), visible(address)].filter((part) => part !== "").join(" ");
  const command = applyCommand(review);
  const sections = [
    [`${colours.bold(`Plan review: ${verdictWords[review.verdict]}`)}`, sentence(review.summary)],
    stacks.length === 0 ? [] : table(review, colours),
    blocks.length === 0
      ? []
      : [
          colours.red(`Blocked: ${plural(blocks.length, "reason")}`),
          ...blocksTogether(blocks).flatMap((block) => blockLines(block, placed)),
        ],
    effects.length === 0
      ? []
      : [
          colours.bold("What it means"),
          ...together(effects).map(
            ({ risk, text: words, stack, address = "", names }) =>
              `  ${paint(colours, risk)(risk.padEnd(6))}  ${sentence([words, ...(names.length === 0 ? [] : [namesThatFit(names, 500)])].join(": "))} ${colours.dim(`(${placed(stack, address)})`)}`,
          ),
        ],
    ...attachments.map(({ title, lines }) => [
      colours.bold(visible(title)),
      ...lines.map((line) => `  ${visible(line)}`),
    ]),
    otherToolLines(review, colours, placed),
    ...stacks.map((stack) => stackLines(stack, colours)),
    notices.length === 0
      ? []
      : [
          colours.bold("Waivers and warnings"),
          ...notices.map(({ stack, address, rule, text: words, waiver }) => {
            const waived =
              waiver === undefined ? "" : `; waived until ${sentence(waiver.until)}: ${sentence(waiver.reason)}`;
            return `  ${placed(stack, address)}: ${sentence(words)} (${sentence(rule)})${waived}`;
          }),
        ],
    command === undefined ? [] : [`To apply exactly this: ${colours.cyan(command)}`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n");
}

function otherToolLines(
  { otherTools }: Review,
  colours: Colours,
  placed: (stack: string, address: string) => string,
): readonly string[] {
  if (otherTools === undefined) return [];
  const { findings, problems } = otherTools;
  const older = olderOf(otherTools);
  const lines = [
    ...costLines(otherTools).map((line) => `  ${sentence(line)}`),
    ...findings.map(
      (finding) =>
        `  ${placed(finding.stack, finding.address)}${instancesOf(finding)}: ${sentence(finding.text)} ${colours.dim(`(${sentence(toolsOf(finding))})`)}`,
    ),
    ...(older === "" ? [] : [`  ${older}`]),
    ...problems.map((problem) => `  ${colours.yellow(sentence(problem))}`),
  ];
  return [colours.bold("Other tools"), ...(lines.length === 0 ? ["  nothing found"] : lines)];
}

function table(review: Review, colours: Colours): readonly string[] {
  const columns = columnsOf(review);
  const number = (count: number) => (count === 0 ? "-" : String(count));
  const lines = review.stacks.map((stack) => ({
    name: visible(stack.name),
    cells: columns.map((column) => number(stack.counts[column])),
    last: standing(stack),
  }));
  const totals = totalOf(review);
  const sum = { name: "all stacks", cells: columns.map((column) => number(totals[column])), last: worstRisk(review) };
  const all = lines.length > 1 ? [...lines, sum] : lines;
  const width = all.reduce((widest, { name }) => Math.max(widest, name.length), "stack".length);
  const row = (name: string, cells: readonly string[], last: string) =>
    [name.padEnd(width), ...cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0)), last].join("  ");
  return [
    colours.dim(row("stack", columns, "risk")),
    ...all.map(({ name, cells, last }) => row(name, cells, paint(colours, last)(last))),
  ];
}

function blockLines(
  { stack, addresses, rule, text: words, remedy }: BlockedPlaces,
  placed: (stack: string, address: string) => string,
): readonly string[] {
  const [address = ""] = addresses;
  const isOne = addresses.length === 1;
  const where = placed(stack, isOne ? address || "as a whole" : plural(addresses.length, "resource"));
  return [
    `  ${where}: ${sentence(words)} (${sentence(rule)})`,
    ...(isOne ? [] : [`    ${visible(namesThatFit(addresses, namesMaximum))}`]),
    ...(remedy === "" ? [] : [`    What to do: ${sentence(remedy)}`]),
  ];
}

function stackLines(stack: StackReview, colours: Colours): readonly string[] {
  const { name, status, message = "", counts, changes, drift, outputs, deferred, remarks } = stack;
  const messageLines = stripVTControlCharacters(message).trim().split(/\r?\n/);
  const body = [
    ...(message === "" ? [] : messageLines.map((line) => `  ${visible(line)}`)),
    ...remarks.map((remark) => `  ${colours.yellow(sentence(remark))}`),
    ...alike(changes).flatMap((entry) =>
      "changes" in entry ? groupLines(entry, colours) : changeLines(entry, colours),
    ),
    ...drift.flatMap((drifted) => [
      `  ${colours.bold(visible(drifted.address))} ${driftWords(drifted)} outside Terraform`,
      ...diffLines(rows(drifted.diff), colours),
    ]),
    ...(outputs.length === 0
      ? []
      : [
          "  outputs",
          ...diffLines(
            rows(outputs.map(outputLine)).filter(({ sign }) => sign !== "@"),
            colours,
          ),
        ]),
    ...deferred.map(({ address, reason }) => `  ${visible(address)} is left for a later plan: ${sentence(reason)}`),
  ];
  if (body.length === 0) return [];
  return [`${colours.bold(visible(name))}: ${status === "planned" ? countsInWords(counts) : standing(stack)}`, ...body];
}

function changeLines(change: ResourceChange, colours: Colours): readonly string[] {
  const { address, path, previousAddress, importId, reasons, risk, diff } = change;
  const facts = [
    ...(path === undefined ? [] : [`construct ${visible(path)}`]),
    ...(previousAddress === undefined ? [] : [`moved from ${visible(previousAddress)}`]),
    ...(importId === undefined ? [] : [`imported as ${visible(importId)}`]),
    ...reasons.map((reason) => `because ${sentence(reason)}`),
  ];
  const words = `${visible(happening(change))}${riskWords(risk)}`;
  return [
    `  ${colours.bold(visible(address))} ${paint(colours, risk)(words)}`,
    ...facts.map((fact) => `    ${colours.dim(fact)}`),
    ...diffLines(rows(diff), colours),
  ];
}

/** Characters of the names of what is shown together. */
const namesMaximum = 2000;

function groupLines(group: Alike, colours: Colours): readonly string[] {
  const [first] = group.changes;
  const { risk = "none", reasons = [] } = first ?? {};
  const names = namesOf(group);
  const different = group.own.flatMap((lines, index) =>
    lines.length === 0 ? [] : [{ sign: "@" as const, text: visible(names[index] ?? "") }, ...rows(lines)],
  );
  const words = `${visible(happeningTo(group))}${riskWords(risk)}`;
  return [
    `  ${colours.bold(visible(titleOf(group)))} ${paint(colours, risk)(words)}`,
    ...reasons.map((reason) => `    ${colours.dim(`because ${sentence(reason)}`)}`),
    ...(different.length > 0 ? [] : [`    ${colours.dim(visible(namesThatFit(names, namesMaximum)))}`]),
    ...diffLines([...rows(group.common), ...different], colours),
  ];
}

/** Characters of a line of a diff beside its indentation. */
const lineWidth = 110;

function diffLines(all: readonly Row[], colours: Colours): readonly string[] {
  const paints = { "+": colours.green, "-": colours.red, "!": colours.yellow, "@": colours.cyan, " ": String } as const;
  return wrapped(all, lineWidth).map(
    ({ sign, text: words }) => `    ${paints[sign](sign === "@" ? words : `  ${sign} ${words}`)}`,
  );
}

function paint(colours: Colours, word: string): (text: string) => string {
  if (word === "high" || word === "plan failed") return colours.red;
  return word === "medium" || word === "not assessed" || word === "waiting" ? colours.yellow : String;
}
