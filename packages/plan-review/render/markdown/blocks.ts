import type { Block } from "../../model";

import { blocksTogether } from "../together";
import { visible } from "../visible";
import { code, fenced, longestRun, prose } from "./escape";
import { plural, thousands } from "../../../common/text";

/** How a comment names a block that is about a whole stack. */
const wholeStack = "(whole stack)";

/** Every block with what is wrong and what to do; those that differ in their address alone say it once. @param isAlone of one stack, its name is known */
export function blocksInFull(blocks: readonly Block[], isAlone: boolean): string {
  return section(
    blocks,
    blocksTogether(blocks)
      .map(({ stack, addresses, rule, text, remedy }) => {
        const [address = ""] = addresses;
        const many = addresses.length === 1 ? place(address) : `${thousands(addresses.length)} resources`;
        const names = addresses.length === 1 ? [] : [`  - ${addresses.map(place).join(", ")}`];
        const next = remedy === "" ? [] : [`  - What to do: ${prose(remedy)}`];
        return [`- ${isAlone ? "" : `${code(stack)} `}${many}: ${prose(text)} (${code(rule)})`, ...names, ...next].join(
          "\n",
        );
      })
      .join("\n"),
  );
}

/** Every block in a line of its own, and for each rule one remedy. */
export function blocksInLines(blocks: readonly Block[], isAlone: boolean): string {
  const lines = blocks.map(
    ({ stack, address, rule, text }) =>
      `- ${isAlone ? "" : `${code(stack)} `}${place(address)}: ${prose(text, 100)} (${code(rule)})`,
  );
  const byRule = new Map(blocks.toReversed().map((block) => [block.rule, block.remedy]));
  const remedies = [...byRule]
    .toReversed()
    .map(([rule, remedy]) => `- What to do, ${code(rule)}: ${prose(remedy, 300)}`);
  return section(blocks, [...lines, ...remedies].join("\n"));
}

/** Every block by stack and rule, an address a line. */
export function blocksByRule(blocks: readonly Block[]): string {
  const lines = groups(blocks).flatMap(({ title, own }) => [
    title,
    ...own.map(({ address }) => `  ${visible(address) || wholeStack}`),
  ]);
  return section(blocks, fenced(lines));
}

/** Every block by stack, rule and type of resource, names side by side: `aws_s3_bucket.{one,two}`. */
export function blocksByType(blocks: readonly Block[]): string {
  return section(blocks, fenced(groups(blocks).flatMap(({ title, own }) => [title, ...types(own).map(braces)])));
}

/**
 * As many blocks as fit, and how many do not: first each stack and rule with its number, then the addresses.
 *
 * @param budget in UTF-16 code units; less than what the heading takes gives the heading
 */
export function blocksThatFit(blocks: readonly Block[], budget: number): string {
  const rest = (count: number) => `${plural(count, "block")} named only in the full text`;
  const everything = groups(blocks).map((group) => ({ ...group, types: types(group.own) }));
  const ticks = longestRun(blocks.map(({ stack, rule, address }) => [stack, rule, address].join(" ")).join(" "));
  let left = budget - section(blocks, fenced([rest(blocks.length)])).length - 2 * ticks;
  const fits = (cost: number) => {
    if (cost > left) return false;
    left -= cost;
    return true;
  };
  const titled = everything.filter(({ title }) => fits(title.length + 1));
  let shown = 0;
  const lines = titled.flatMap(({ title, types: ofTitle }) => [
    title,
    ...ofTitle.flatMap(({ type, names }) => {
      // Two spaces, two braces and the end of the line.
      if (!fits(type.length + 5)) return [];
      const named = names.filter((name) => fits(name.length + 1));
      shown += named.length;
      return named.length === 0 ? [] : [braces({ type, names: named })];
    }),
  ]);
  return section(blocks, fenced([...lines, ...(shown === blocks.length ? [] : [rest(blocks.length - shown)])]));
}

function section(blocks: readonly Block[], body: string): string {
  return `### Blocked: ${plural(blocks.length, "reason")}\n\n${body}`;
}

const place = (address: string) => (address === "" ? "as a whole" : code(address));

interface Group {
  readonly title: string;
  readonly own: readonly Block[];
}

function groups(blocks: readonly Block[]): readonly Group[] {
  const found = new Map<string, { readonly block: Block; readonly own: Block[] }>();
  for (const block of blocks) {
    const key = JSON.stringify([block.stack, block.rule]);
    const group = found.get(key);
    if (group === undefined) found.set(key, { block, own: [block] });
    else group.own.push(block);
  }
  return [...found.values()].map(({ block: { stack, rule }, own }) => ({
    title: `${visible(stack)}: ${visible(rule)} (${own.length})`,
    own,
  }));
}

interface Names {
  readonly type: string;
  readonly names: readonly string[];
}

function types(blocks: readonly Block[]): readonly Names[] {
  const found = new Map<string, string[]>();
  for (const { address } of blocks) {
    const [, type = "", name = ""] = /^([a-z0-9_]+\.)?(.*)$/s.exec(address) ?? [];
    const shown = visible(name) || wholeStack;
    const names = found.get(type);
    if (names === undefined) found.set(type, [shown]);
    else names.push(shown);
  }
  return [...found].map(([type, names]) => ({ type, names }));
}

function braces({ type, names }: Names): string {
  return `  ${type}${names.length === 1 ? (names[0] ?? "") : `{${names.join(",")}}`}`;
}
