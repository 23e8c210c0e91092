import type { Review, Verdict } from "../../model";
import {
  applyCommand,
  columnsOf,
  countsInWords,
  plainHash,
  standing,
  totalOf,
  verdictWords,
  worstRisk,
} from "../words";
import { blocksByRule, blocksByType, blocksInFull, blocksInLines, blocksThatFit } from "./blocks";

import { cell, code, prose } from "./escape";
import { markers } from "./markers";
import { plural, thousands } from "../../../common/text";

/** What is never cut: what is above the details, and below them. */
export interface Frame {
  readonly head: string;
  readonly foot: string;
}

const marks: Readonly<Record<Verdict, string>> = { "no changes": "✅ ", changes: "", blocked: "⛔ ", failed: "❌ " };

const markOf = (review: Review): string =>
  review.verdict === "changes" && worstRisk(review) === "high" ? "⚠️ " : marks[review.verdict];

/**
 * Verdict, table and every block, in the longest form that is within the budget.
 *
 * From the longest: blocks with text and remedy; blocks with the start of the text, a remedy for each rule; addresses alone, a line each; names
 * by type of resource, and for more than 20 stacks the total alone. Where even those do not fit (about 3,000 blocks of 20 characters),
 * the number of blocks by stack and rule, then as many names as fit, then how many are only in the full text.
 *
 * @param budget in UTF-16 code units, 700 at least
 */
export function frame(review: Review, title: string, budget: number): Frame {
  const { blocks, stacks } = review;
  const isAlone = stacks.length === 1;
  const foot = footOf(review);
  const top = [verdict(review, title), prose(review.summary), table(review)];
  const shortTop = [
    verdict(review, title, 80),
    prose(review.summary, 300),
    review.stacks.length > 20 ? total(review) : table(review, 80),
  ];
  const heads = [
    () => join([...top, blocks.length === 0 ? "" : blocksInFull(blocks, isAlone)]),
    () => join([...top, blocks.length === 0 ? "" : blocksInLines(blocks, isAlone)]),
    () => join([...top, blocks.length === 0 ? "" : blocksByRule(blocks)]),
    () => join([...shortTop, blocks.length === 0 ? "" : blocksByType(blocks)]),
  ];
  for (const make of heads) {
    const head = make();
    if (head.length + foot.length <= budget) return { head, foot };
  }
  return { head: smallest(review, budget - foot.length), foot };
}

/** The verdict in a word, the totals, and as many blocks as fit. */
function smallest(review: Review, budget: number): string {
  const top = join([verdict(review, defaultTitle), total(review)]);
  if (review.blocks.length === 0) return top;
  return join([top, blocksThatFit(review.blocks, budget - top.length - 2)]);
}

export const defaultTitle = "Plan review";

function verdict(review: Review, title: string, maximum = Infinity): string {
  const word = review.verdict;
  return [...markers(plainHash(review)), `## ${markOf(review)}${prose(title, maximum)}: ${verdictWords[word]}`].join(
    "\n",
  );
}

function table(review: Review, maximum = Infinity): string {
  if (review.stacks.length === 0) return "";
  const columns = columnsOf(review);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const number = (count: number, loud: boolean) =>
    count === 0 ? "-" : loud ? `**${thousands(count)}**` : thousands(count);
  const numbers = (counts: Review["stacks"][number]["counts"]) =>
    columns.map((column) => number(counts[column], column === "replace" || column === "destroy"));
  const rows = review.stacks.map((stack) => {
    const word = standing(stack);
    const loud = word === "high" || word === "plan failed";
    return row([cell(stack.name, maximum), ...numbers(stack.counts), loud ? `**${word}**` : word]);
  });
  const sum = review.stacks.length > 1 ? [row(["all stacks", ...numbers(totalOf(review)), worstRisk(review)])] : [];
  const heads = [row(["stack", ...columns, "risk"]), row([":--", ...columns.map(() => "--:"), ":--"])];
  return [...heads, ...rows, ...sum].join("\n");
}

function total(review: Review): string {
  const failed = review.stacks.filter(({ status }) => status === "failed").length;
  const parts = [`${plural(review.stacks.length, "stack")}: ${countsInWords(totalOf(review))}`];
  return `${[...parts, `risk ${worstRisk(review)}`, ...(failed > 0 ? [`${plural(failed, "plan")} failed`] : [])].join("; ")}.`;
}

function footOf(review: Review): string {
  const hash = plainHash(review);
  const command = applyCommand(review);
  if (command !== undefined) return `---\nTo apply exactly what is reviewed here: ${code(command)}`;
  if (review.verdict === "blocked") return "---\nBlocked: not to be applied as it is.";
  return hash === "" ? "" : `---\nPlan hash ${code(hash)}`;
}

/** Parts with an empty line between them; empty parts are left out. */
export function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
