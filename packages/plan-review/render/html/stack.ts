import { stripVTControlCharacters } from "node:util";
import type { ResourceChange, StackReview } from "../../model";
import { alike, happeningTo, namesOf, titleOf, type Alike } from "../alike";
import { driftWords, outputLine, rows, type Row } from "../diff";
import { together } from "../together";
import { countsInWords, happening, riskWords, risks, standing } from "../words";
import type { Room } from "./room";
import { tag, text, type Html } from "./tag";

/** Something of a stack that is left out where there is no room. */
interface Part {
  readonly section: "changes" | "drift" | "outputs" | "deferred";
  /** 0 is shown first. */
  readonly rank: number;
  /** How many changes, outputs and so on it is. */
  readonly count: number;
  readonly full: () => Html;
  /** What is shown where there is no room for all of it. @default - nothing */
  readonly line?: () => Html;
}

/** What is shown of the parts of all stacks. */
export interface Shown {
  readonly stacks: readonly { readonly stack: StackReview; readonly parts: ReadonlyMap<Part, Html> }[];
  /** How many of each section are not shown, or not in full. */
  readonly omitted: ReadonlyMap<Part["section"], number>;
}

/** Share of the room that is left for changes in a line, once those shown in full take the rest. */
const lines = 0.2;

/** As much of the stacks as there is room for, the riskiest first. @param open whether every change is unfolded */
export function choose(stacks: readonly StackReview[], open: boolean, room: Room): Shown {
  const all = stacks.map((stack) => ({ stack, parts: partsOf(stack, open), chosen: new Map<Part, Html>() }));
  const kept = room.left * lines;
  const omitted = new Map<Part["section"], number>();
  const ranked = all
    .flatMap(({ parts, chosen }) => parts.map((part) => ({ part, chosen })))
    .toSorted((a, b) => a.part.rank - b.part.rank);
  for (const { part, chosen } of ranked) {
    const full = part.full();
    if (room.takes(full, kept)) {
      chosen.set(part, full);
      continue;
    }
    omitted.set(part.section, (omitted.get(part.section) ?? 0) + part.count);
    const line = part.line?.();
    if (line !== undefined && room.takes(line)) chosen.set(part, line);
  }
  return { stacks: all.map(({ stack, parts, chosen }) => ({ stack, parts: inPlace(parts, chosen) })), omitted };
}

function inPlace(parts: readonly Part[], chosen: ReadonlyMap<Part, Html>): ReadonlyMap<Part, Html> {
  return new Map(
    parts.flatMap((part) => {
      const own = chosen.get(part);
      return own === undefined ? [] : [[part, own] as const];
    }),
  );
}

function partsOf({ changes, drift, outputs, deferred }: StackReview, open: boolean): Part[] {
  return [
    ...alike(changes).map((entry): Part => {
      const isGroup = "changes" in entry;
      const [first] = isGroup ? entry.changes : [entry];
      return {
        section: "changes",
        rank: risks.indexOf(first?.risk ?? "none"),
        count: isGroup ? entry.changes.length : 1,
        full: () => (isGroup ? groupDetails(entry, open) : changeDetails(entry, open || entry.risk === "high")),
        line: () => (isGroup ? groupTitle(entry) : changeTitle(entry)),
      };
    }),
    ...drift.map((drifted): Part => ({
      section: "drift",
      rank: 2,
      count: 1,
      full: () =>
        [
          tag("p", {}, tag("code", {}, text(drifted.address)), text(` ${driftWords(drifted)}`)),
          ...diff(rows(drifted.diff)),
        ].join("") as Html,
    })),
    ...outputs.map((output): Part => ({
      section: "outputs",
      rank: risks.length,
      count: 1,
      full: () => spans(rows([outputLine(output)]).filter(({ sign }) => sign !== "@")),
    })),
    ...deferred.map(({ address, reason }): Part => ({
      section: "deferred",
      rank: risks.length,
      count: 1,
      full: () => tag("li", {}, tag("code", {}, text(address)), text(`: ${reason}`)),
    })),
  ];
}

/** A stack, to unfold; nothing for one of which there is nothing to say. */
export function stackDetails({ stack, parts }: Shown["stacks"][number], open: boolean): readonly Html[] {
  const { name, status, message = "", counts, remarks } = stack;
  const of = (section: Part["section"]) => [...parts].flatMap(([part, own]) => (part.section === section ? [own] : []));
  const titled = (title: string, content: readonly Html[], kind?: string) =>
    content.length === 0 ? [] : [heading(title), ...(kind === undefined ? content : [tag(kind, {}, content)])];
  const body = [
    ...(message === "" ? [] : [tag("pre", {}, textLines(stripVTControlCharacters(message).trim()))]),
    ...titled(
      "Remarks",
      remarks.map((remark) => tag("li", {}, text(remark))),
      "ul",
    ),
    ...of("changes"),
    ...titled("Changed outside Terraform", of("drift")),
    ...titled("Outputs", of("outputs"), "pre"),
    ...titled("Left for a later plan", of("deferred"), "ul"),
  ];
  if (body.length === 0) return [];
  const words = status === "planned" ? countsInWords(counts) : standing(stack);
  return [
    tag(
      "details",
      { class: "stack", open: open || status !== "planned" || stack.risk === "high" },
      tag("summary", {}, tag("strong", {}, text(name)), text(` ${words}`)),
      tag("div", { class: "body" }, body),
    ),
  ];
}

type Labelled = Pick<ResourceChange, "action" | "actions" | "risk">;

function labels({ action, actions, risk }: Labelled, words: string): readonly Html[] {
  // Whether the old one is gone before the new one is there.
  const gap = action === "replace" && actions[0] !== "create" ? " gap" : "";
  return [
    tag("span", { class: `label ${action}${gap}` }, text(words)),
    ...(riskWords(risk) === ""
      ? []
      : [text(" "), tag("span", { class: `label ${risk.replace(" ", "-")}` }, text(riskWords(risk).slice(2)))]),
  ];
}

function framed(change: Labelled, open: boolean, summary: readonly Html[], body: readonly Html[]): Html {
  return tag(
    "details",
    { class: `change ${change.action} risk-${change.risk.replace(" ", "-")}`, open },
    tag("summary", {}, ...summary),
    tag("div", { class: "body" }, ...body),
  );
}

function changeDetails(change: ResourceChange, open: boolean): Html {
  const { path, previousAddress, importId, reasons, effects } = change;
  const fact = (words: string, value: string) => [text(words), tag("code", {}, text(value))].join(" ") as Html;
  const facts = [
    ...(path === undefined ? [] : [fact("construct", path)]),
    ...(previousAddress === undefined ? [] : [fact("moved from", previousAddress)]),
    ...(importId === undefined ? [] : [fact("imported as", importId)]),
    ...reasons.map((reason) => text(`because ${reason}`)),
  ];
  return framed(change, open, summaryOf(change), [
    ...effects.map((effect) => tag("p", {}, text(effect.text))),
    ...factsOf(facts),
    ...diff(rows(change.diff)),
  ]);
}

const summaryOf = (change: ResourceChange): readonly Html[] => [
  tag("code", {}, text(change.address)),
  text(" "),
  ...labels(change, happening(change)),
];

const changeTitle = (change: ResourceChange): Html => tag("p", { class: "change" }, ...summaryOf(change));

/** Changes that are alike: what all have in common, then the name of each with what differs. */
function groupDetails(group: Alike, open: boolean): Html {
  const [first] = group.changes;
  if (first === undefined) return "" as Html;
  const { stack, reasons } = first;
  const reported = together(
    group.changes.flatMap(({ address, effects }) => effects.map((effect) => ({ ...effect, stack, address }))),
  );
  const names = namesOf(group);
  const different = group.own.flatMap((own, index) =>
    own.length === 0 ? [] : [named(names[index] ?? ""), ...rows(own)],
  );
  return framed(first, open, groupSummary(group, first), [
    ...reported.map((effect) => tag("p", {}, text(effect.text))),
    ...factsOf(reasons.map((reason) => text(`because ${reason}`))),
    ...diff(rows(group.common)),
    ...(different.length > 0 ? diff(different) : [tag("p", { class: "names" }, text(names.join(", ")))]),
  ]);
}

const named = (name: string): Row => ({ sign: "@", text: name });

const groupSummary = (group: Alike, first: ResourceChange): readonly Html[] => [
  tag("code", {}, text(titleOf(group))),
  text(" "),
  ...labels(first, happeningTo(group)),
];

function groupTitle(group: Alike): Html {
  const [first] = group.changes;
  return first === undefined ? ("" as Html) : tag("p", { class: "change" }, ...groupSummary(group, first));
}

function factsOf(facts: readonly Html[]): readonly Html[] {
  if (facts.length === 0) return [];
  return [
    tag(
      "ul",
      { class: "facts" },
      facts.map((words) => tag("li", {}, words)),
    ),
  ];
}

const heading = (words: string) => tag("h3", {}, text(words));

const kinds = { "@": "at", "+": "added", "-": "removed", "!": "changed", " ": undefined } as const;

function diff(all: readonly Row[]): readonly Html[] {
  return all.length === 0 ? [] : [tag("pre", {}, spans(all))];
}

function spans(all: readonly Row[]): Html {
  return all
    .map(({ sign, text: words }) =>
      tag("span", { class: kinds[sign] }, text(sign === "@" ? words : `${sign} ${words}`)),
    )
    .join("") as Html;
}

/** Text of more than one line. */
function textLines(content: string): Html {
  return content.split(/\r?\n/).map(text).join("\n") as Html;
}
