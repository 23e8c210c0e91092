import type { Notice, Review, StackReview } from "../../model";

import { alike } from "../alike";
import { countsInWords, risks, standing } from "../words";
import {
  changeInFull,
  changeInLine,
  changesInLine,
  changesTogether,
  deferredInFull,
  driftInFull,
  noticeInFull,
  outputInFull,
  outputsInFull,
} from "./change";
import { htmlCode, longestRun, prose } from "./escape";
import { select, type Form, type Item } from "./select";
import { thousands, plural } from "../../../common/text";

/** Details of so few items stand open. */
const openMaximum = 12;

/** Sections of a stack in the order they are shown, with their headings. */
const headings = {
  remarks: "**Remarks**",
  changes: "",
  brief: "**Without details**",
  drift: "**Changed outside Terraform**",
  outputs: "**Outputs**",
  deferred: "**Left for a later plan**",
  notices: "",
} as const;

/** The longest heading, the empty lines around it, and a fence. */
const sectionCost = Math.max(...Object.values(headings).map(({ length }) => length)) + 20;

/** What unfolds on its own. */
export interface Shell {
  readonly key: string;
  readonly summary: string;
  readonly items: readonly Item[];
}

export interface Details {
  readonly text: string;
  /** What is not in the text, in words: "12 changes, 1 output"; empty when all is. */
  readonly leftOut: string;
  /** How many changes are a line without their details. */
  readonly brief: number;
}

/** The details as far as they fit. @param budget in UTF-16 code units */
export function details(shells: readonly Shell[], budget: number): Details {
  const items = shells.flatMap((shell) => shell.items);
  const open = items.length <= openMaximum;
  const summaries = new Map(shells.map(({ key, summary }) => [key, framed(summary, "", open).length + 2]));
  const chosen = select(items, budget, { shell: (key) => summaries.get(key) ?? 0, section: sectionCost });
  return {
    text: shells
      .map(({ summary, items: own }) => ({ summary, body: bodyOf(own, chosen) }))
      .flatMap(({ summary, body }) => (body === "" ? [] : [framed(summary, body, open)]))
      .join("\n\n"),
    leftOut: countOf(items.filter((item) => !chosen.has(item))),
    brief: [...chosen].reduce((sum, [{ count = 1 }, form]) => (form === "line" ? sum + count : sum), 0),
  };
}

/** The most that `leftOut` can say. */
export function longestLeftOut(shells: readonly Shell[]): string {
  return countOf(shells.flatMap(({ items }) => items));
}

/** All that may be reported: what unfolds for each stack, and for the waivers and warnings. */
export function shellsOf({ stacks, notices }: Review): readonly Shell[] {
  return [...stacks.map(stackShell), ...noticeShell(notices)];
}

function stackShell(stack: StackReview, index: number): Shell {
  const key = String(index);
  const item = (section: keyof typeof headings, noun: string, rank: number, full: string, line?: string): Item => ({
    shell: key,
    section,
    noun,
    rank,
    full,
    line,
  });
  return {
    key,
    summary: `${htmlCode(stack.name, 200)} ${stack.status === "planned" ? countsInWords(stack.counts) : standing(stack)}`,
    items: [
      ...stack.remarks.map((remark) => item("remarks", "remark", 0, `- ${prose(remark, 1000)}`)),
      ...alike(stack.changes).map((entry) => {
        const isGroup = "changes" in entry;
        const [first] = isGroup ? entry.changes : [entry];
        return {
          ...item(
            "changes",
            "change",
            1 + risks.indexOf(first?.risk ?? "none"),
            isGroup ? changesTogether(entry) : changeInFull(entry),
            isGroup ? changesInLine(entry) : changeInLine(entry),
          ),
          count: isGroup ? entry.changes.length : 1,
        };
      }),
      ...stack.drift.map((drift) => item("drift", "drift", 2, driftInFull(drift))),
      ...stack.outputs.map((output) => {
        const full = outputInFull(output);
        // Fences longer than three backticks, at both ends.
        return { ...item("outputs", "output", 5, full), overhead: 2 * longestRun(full) };
      }),
      ...stack.deferred.map((deferred) => item("deferred", "deferred change", 2, deferredInFull(deferred))),
    ],
  };
}

function noticeShell(notices: readonly Notice[]): readonly Shell[] {
  if (notices.length === 0) return [];
  const waived = notices.filter(({ waiver }) => waiver !== undefined).length;
  return [
    {
      key: "notices",
      summary: [
        ...(waived > 0 ? [plural(waived, "waiver")] : []),
        ...(waived < notices.length ? [plural(notices.length - waived, "warning")] : []),
      ].join(", "),
      items: notices.map((notice) => ({
        shell: "notices",
        section: "notices",
        noun: "notice",
        rank: notice.waiver === undefined ? 3 : 1,
        full: noticeInFull(notice),
      })),
    },
  ];
}

function bodyOf(items: readonly Item[], chosen: ReadonlyMap<Item, Form>): string {
  const sections = (Object.keys(headings) as (keyof typeof headings)[]).map((section) => {
    const texts = items.flatMap((item) => {
      const form = chosen.get(item);
      const place = form === "line" ? "brief" : item.section;
      if (form === undefined || place !== section) return [];
      return [form === "full" ? item.full : (item.line ?? "")];
    });
    if (texts.length === 0) return [];
    const whole = section === "outputs" ? outputsInFull(texts) : joined(texts);
    return [headings[section], whole];
  });
  return sections
    .flat()
    .filter((text) => text !== "")
    .join("\n\n");
}

/** Items of a list follow each other; all else has an empty line around it. */
function joined(texts: readonly string[]): string {
  const isItem = (text = "") => text.startsWith("- ");
  return texts.reduce((all, text, index) =>
    index === 0 ? text : `${all}${isItem(text) && isItem(texts[index - 1]) ? "\n" : "\n\n"}${text}`,
  );
}

function framed(summary: string, body: string, open: boolean): string {
  return `<details${open ? " open" : ""}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function countOf(items: readonly Item[]): string {
  const counts = new Map<string, number>();
  for (const { noun, count = 1 } of items) counts.set(noun, (counts.get(noun) ?? 0) + count);
  return [...counts]
    .map(([noun, count]) => (noun === "drift" ? `${thousands(count)} of drift` : plural(count, noun)))
    .join(", ");
}
