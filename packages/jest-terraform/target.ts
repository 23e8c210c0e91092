import type { IConstruct } from "constructs";
import { Block, follow, referencesIn, type Configuration, type Reference } from "../terraform-json";
import { standsBelow } from "./select";
import type { TerraformClass } from "./types";

/**
 * What a reference may be asked to lead to: a resource's construct (or one it is below), a block found in a synthesized stack, any
 * resource of a class, or a Terraform address or construct path as text.
 */
export type ReferenceTarget = string | TerraformClass<never> | IConstruct | Block;

/** Whether a value mentions the target (and this attribute of it), directly or through locals and remote state. */
export function mentions(
  value: unknown,
  target: ReferenceTarget,
  attribute: string | undefined,
  configuration?: Configuration,
  property = "",
): boolean {
  return referencesIn(value, property).some((reference) =>
    endsOf(reference, configuration).some(
      (end) => isTarget(end, target) && (attribute === undefined || end.attribute === attribute),
    ),
  );
}

/** Every resource and data source that a target means, in all stacks that were read together. */
export function blocksAt(configuration: Configuration, target: ReferenceTarget): Block[] {
  return configuration.siblings
    .flatMap((sibling) => sibling.blocks)
    .filter((block) => isTarget({ address: block.address, attribute: "", block }, target));
}

export function describeTarget(target: ReferenceTarget): string {
  if (typeof target === "string") return JSON.stringify(target);
  if (target instanceof Block) return target.address;
  return isClass(target) ? target.name : target.node.path;
}

interface End {
  readonly address: string;
  readonly attribute: string;
  readonly block?: Block | undefined;
}

function endsOf(reference: Reference, configuration: Configuration | undefined): End[] {
  return configuration === undefined ? [reference] : follow(configuration, reference);
}

function isTarget({ address, block }: End, target: ReferenceTarget): boolean {
  if (typeof target === "string") return address === target || (block !== undefined && standsBelow(block, target));
  if (target instanceof Block) return block === undefined ? address === target.address : block === target;
  if (isClass(target))
    return address.startsWith(`${"isTerraformDataSource" in target ? "data." : ""}${target.tfResourceType}.`);
  return block === undefined ? address === addressOf(target) : standsBelow(block, target.node.path);
}

function isClass(target: ReferenceTarget): target is TerraformClass<never> {
  return typeof target === "function";
}

/** Terraform's address of a cdktf element, for where no synthesized stack is at hand. */
function addressOf(construct: IConstruct): string | undefined {
  const { terraformResourceType: type, friendlyUniqueId: name } = construct as {
    terraformResourceType?: string;
    friendlyUniqueId?: string;
  };
  if (type === undefined || name === undefined) return undefined;
  return "isTerraformDataSource" in construct.constructor ? `data.${type}.${name}` : `${type}.${name}`;
}
