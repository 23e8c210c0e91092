import type { Block, Configuration } from "./configuration";
import { leadsTo } from "./follow";
import { groupBy } from "./group";

/** Resources by what they lead to or hold. */
type Index = ReadonlyMap<unknown, readonly Block[]>;

/** What was looked for in stacks that were read together: each question is answered for all blocks at once, in one pass. */
const indexes = new WeakMap<readonly Configuration[], Map<string, Index>>();

/** Resources of a type, in any stack read together with the block's, whose property leads to the block. */
export function referrersOf(block: Block, type: string, property: string): readonly Block[] {
  const index = indexOf(block.configuration, type, `${property} leads to ${block.type}`, (referrer) =>
    leadsTo(referrer, property, block.type),
  );
  return index.get(block) ?? [];
}

/** Resources of a type, in any stack read together with this one, whose argument is this very text. */
export function resourcesWith(
  configuration: Configuration,
  type: string,
  argument: string,
  text: string,
): readonly Block[] {
  return indexOf(configuration, type, argument, ({ properties }) => [properties[argument]]).get(text) ?? [];
}

/**
 * The resources of a type, in any stack, whose argument leads to this block or names it: the policy of a bucket, the listeners of a load
 * balancer.
 */
export function companionsOf(block: Block, type: string, argument: string): readonly Block[] {
  const { id, arn, name, bucket } = block.properties;
  const named = [id, arn, name, bucket].flatMap((text) =>
    typeof text === "string" ? resourcesWith(block.configuration, type, argument, text) : [],
  );
  return [...new Set([...referrersOf(block, type, argument), ...named])];
}

function indexOf(
  { siblings }: Configuration,
  type: string,
  question: string,
  keysOf: (resource: Block) => readonly unknown[],
): Index {
  const known = indexes.get(siblings) ?? new Map<string, Index>();
  indexes.set(siblings, known);
  const name = `${type} ${question}`;
  const found =
    known.get(name) ??
    groupBy(
      siblings.flatMap((sibling) => sibling.resourcesOf(type)),
      keysOf,
    );
  known.set(name, found);
  return found;
}
