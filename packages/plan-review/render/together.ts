import type { Block, PlacedEffect } from "../model";
import { thousands } from "../../common/text";

/** An effect, or some that differ in nothing but the name of what they are about. */
export interface Told {
  readonly risk: PlacedEffect["risk"];
  readonly stack: string;
  /** The sentence; where it represents several, it begins with their number. */
  readonly text: string;
  /** The resource's address. @default - several, which are named in `names` */
  readonly address?: string;
  /** What each is called, when it represents several. */
  readonly names: readonly string[];
}

/** Fewer are reported one by one. */
const fewest = 3;

/** Effects in their order; those of a stack that say the same of different resources are one, where the first of them is. */
export function together(effects: readonly PlacedEffect[]): readonly Told[] {
  const groups = new Map<string, PlacedEffect[]>();
  for (const effect of effects) {
    const key = JSON.stringify([effect.stack, effect.risk, patternOf(effect)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [effect]);
    else group.push(effect);
  }
  const reported = new Set<readonly PlacedEffect[]>();
  return effects.flatMap((effect) => {
    const { risk, stack, text, address } = effect;
    const group = groups.get(JSON.stringify([stack, risk, patternOf(effect)])) ?? [];
    if (group.length < fewest) return [{ risk, stack, text, address, names: [] }];
    if (reported.has(group)) return [];
    reported.add(group);
    const names = group.map(({ resourceName, address: own }) => resourceName ?? own);
    return [{ risk, stack, text: `${thousands(group.length)} × ${withoutName(effect)}`, names }];
  });
}

const patternOf = ({ text, resourceName = "" }: PlacedEffect): readonly string[] =>
  resourceName === "" ? [text] : splitAt(text, resourceName);

/** `alarm cpu-high destroyed: nobody is notified` as `alarm destroyed: nobody is notified`. */
function withoutName({ text, resourceName = "" }: PlacedEffect): string {
  return splitAt(text, resourceName)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ")
    .replace(/ ([:,;])/, "$1");
}

function splitAt(text: string, name: string): readonly [string, string] {
  const at = text.indexOf(name);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + name.length)];
}

/** Names in a line, as many as fit. @param maximum in UTF-16 code units */
export function namesThatFit(names: readonly string[], maximum: number): string {
  let left = maximum;
  const shown = names.filter((name) => {
    left -= name.length + 2;
    return left >= 0;
  });
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

/** A block, or several that differ in their address alone. */
export interface BlockedPlaces extends Omit<Block, "address"> {
  readonly addresses: readonly string[];
}

/** Blocks in their order; those that say the same of different resources are one, where the first of them is. */
export function blocksTogether(blocks: readonly Block[]): readonly BlockedPlaces[] {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const { stack, rule, text } = block;
    const key = JSON.stringify([stack, rule, text, remedyOfAll(block)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [block]);
    else group.push(block);
  }
  return [...groups.values()].flatMap((group) =>
    (group.length < fewest ? group.map((block) => [block]) : [group]).flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const remedy = own.length === 1 ? first.remedy : remedyOfAll(first);
      return [{ ...first, remedy, addresses: own.map(({ address }) => address) }];
    }),
  );
}

/** What to do, as it is the same for every resource: a waiver names one. */
function remedyOfAll({ stack, address, remedy }: Block): string {
  return address === "" ? remedy : remedy.replaceAll(`"${stack}/${address}"`, `"${stack}/ADDRESS"`);
}
