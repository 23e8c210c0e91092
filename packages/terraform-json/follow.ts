import type { Block, Configuration } from "./configuration";
import { groupBy } from "./group";
import { once } from "./once";
import { referencesIn, type Reference } from "./references";
import { isRecord, stringsOf } from "./values";

/** Where a reference ends. */
export interface Target {
  /** The stack it ends in: another one when it went through remote state. */
  readonly configuration: Configuration;
  readonly address: string;
  readonly attribute: string;
  /** The block it leads to; undefined when there is none of that address, so the reference dangles (variables and modules aside). */
  readonly block: Block | undefined;
}

/** Deep enough for any chain of locals and remote states; ends one that leads back to itself. */
const longestChain = 20;

/**
 * Follows a reference through locals and through the remote state of another stack to the blocks it means.
 *
 * `${data.terraform_remote_state.foundation.outputs.vpc_id}` ends at `aws_vpc.main` of the stack `foundation`.
 */
export function follow(configuration: Configuration, reference: Reference, chain = 0): Target[] {
  const { address, attribute } = reference;
  const beyond = chain < longestChain ? next(configuration, reference) : undefined;
  if (beyond !== undefined) return beyond.references.flatMap((found) => follow(beyond.configuration, found, chain + 1));
  const blocks = configuration.findAll(address);
  const found = blocks.length === 0 ? [undefined] : blocks;
  return found.map((block) => ({ configuration, address, attribute, block }));
}

/** Every target that a value mentions. */
export function targetsOf(configuration: Configuration, value: unknown): readonly Target[] {
  if (typeof value !== "string") {
    return referencesIn(value).flatMap((reference) => follow(configuration, reference));
  }
  const known = targetsByText(configuration);
  const found = known.get(value) ?? referencesIn(value).flatMap((reference) => follow(configuration, reference));
  known.set(value, found);
  return found;
}

const targetsByText = once(
  (configuration: Configuration) => configuration,
  () => new Map<string, readonly Target[]>(),
);

/** Every target that a property of a block (or anything below it) mentions. */
export function targetsAt(block: Block, property: string): Target[] {
  return linksOf(block)
    .filter((link) => isBelow(link.property, property))
    .flatMap(({ targets }) => targets);
}

/**
 * Resources of these types that a property leads to, directly or through an argument of another block: with
 * `subnets = [aws_route_table_association.a.subnet_id]` the property leads to the subnet of the association.
 */
export function leadsTo(block: Block, property: string, ...types: string[]): Block[] {
  return blocksBehind(targetsAt(block, property), types);
}

/**
 * As `leadsTo`, for a value such as an entry of `container_definitions` that is in the configuration. Where plans know what AWS
 * gave, an ARN or id as text leads to its resource, too; also with more after it, as `arn:...:secret:name:json-key::` has.
 */
export function valueLeadsTo(configuration: Configuration, value: unknown, ...types: string[]): Block[] {
  const known = stringsOf(value).flatMap((text) => identified(configuration, text));
  return [...new Set([...blocksBehind(targetsOf(configuration, value), types), ...known])].filter(({ type }) =>
    types.includes(type),
  );
}

function identified(configuration: Configuration, text: string): readonly Block[] {
  const blocks = blocksByIdentity(configuration);
  if (blocks.size === 0) return [];
  const parts = text.split(":");
  const beginnings =
    parts.length > 6 ? [0, 1, 2, 3].map((less) => parts.slice(0, parts.length - less).join(":")) : [text];
  return beginnings.flatMap((beginning) => blocks.get(beginning) ?? []);
}

/** Resources by the ARN and the id that they have in plans. */
const blocksByIdentity = once(
  (configuration: Configuration) => configuration,
  ({ siblings }) =>
    groupBy(
      siblings.filter(({ isPlan }) => isPlan).flatMap(({ resources }) => resources),
      ({ properties: { arn, id } }) => new Set(stringsOf([arn, id])),
    ),
);

function blocksBehind(targets: readonly Target[], types: readonly string[], longest = longestChain): Block[] {
  const blocks = targets.flatMap(({ block, attribute }) => {
    if (block === undefined) return [];
    if (types.includes(block.type)) return [block];
    return attribute === "" || longest === 0 ? [] : blocksBehind(targetsAt(block, attribute), types, longest - 1);
  });
  return [...new Set(blocks)];
}

const linksOf = once(
  (block: Block) => block.configuration,
  (block) =>
    block.references.map((reference) => ({
      property: reference.property,
      targets: follow(block.configuration, reference),
    })),
);

function isBelow(property: string, above: string): boolean {
  return property === above || property.startsWith(`${above}.`) || property.startsWith(`${above}[`);
}

/** The value an expression of another stack or a local represents, if it only represents another. */
function next(configuration: Configuration, { address, attribute }: Reference) {
  if (address.startsWith("local.")) {
    const value = configuration.locals.get(address.slice("local.".length));
    return value === undefined ? undefined : { configuration, references: referencesIn(value) };
  }
  if (!address.startsWith("data.terraform_remote_state.") || !attribute.startsWith("outputs.")) return undefined;
  const other = stackBehind(configuration, address);
  const output = other?.outputs.get(attribute.slice("outputs.".length));
  return other === undefined || output === undefined
    ? undefined
    : // The value of an output in a plan is known as soon as it is applied; what was written for it still says where it is from.
      { configuration: other, references: referencesIn(output.written ?? output.value) };
}

/** The configuration whose state a `terraform_remote_state` reads: same backend, same settings, else the one that cdktf named. */
export function stackBehind(configuration: Configuration, address: string): Configuration | undefined {
  const source = configuration.find(address);
  if (source === undefined) return undefined;
  const { backend, config } = source.properties;
  const byBackend = configuration.siblings.find(
    (sibling) =>
      sibling !== configuration &&
      sibling.backend?.type === backend &&
      isRecord(config) &&
      Object.keys(config).length > 0 &&
      Object.entries(config).every(
        ([key, value]) => JSON.stringify(sibling.backend?.properties[key]) === JSON.stringify(value),
      ),
  );
  return (
    byBackend ?? configuration.siblings.find((sibling) => source.name === `cross-stack-reference-input-${sibling.name}`)
  );
}
