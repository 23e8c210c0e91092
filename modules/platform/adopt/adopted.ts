import { Lazy, TerraformResource, type TerraformStack } from "cdktf";
import { UserError } from "../../../packages/common/errors";

/** An existing resource that is adopted, at its address in a stack. */
export interface Adopted {
  /** The field of the environment, for errors: `adopt.network.vpc`. */
  readonly field: string;
  /** Such as `aws_vpc.network_vpc`. */
  readonly address: string;
  /** Terraform's import id. @default - nothing is imported; the resource is made with what is kept */
  readonly id?: string;
  /** Arguments, with Terraform's names, that stay as AWS has them; undefined leaves an argument to AWS. @default - none */
  readonly keep?: Readonly<Record<string, unknown>>;
}

/** What follows from a part of `adopt`; nothing, where it is left out. */
export function when<Part>(part: Part | undefined, adoptions: (part: Part) => readonly Adopted[]): readonly Adopted[] {
  return part === undefined ? [] : adoptions(part);
}

/**
 * Writes an `import` block for each, and overrides arguments that are kept.
 *
 * The blocks do nothing once the resources are in the state. cdktf's own `importFrom` runs `terraform version` at every synth.
 *
 * @throws where an address is not in the stack, or two resources would be imported with one id
 */
export function writeImports(stack: TerraformStack, adoptions: readonly Adopted[]): void {
  const resources = new Map(resourcesOf(stack).map((resource) => [addressOf(resource), resource]));
  const seen = new Map<string, Adopted>();
  for (const one of adoptions) {
    const resource = resources.get(one.address);
    if (resource === undefined) {
      const [type = ""] = one.address.split(".");
      const there = [...resources.keys()].filter((address) => address.startsWith(`${type}.`)).join(", ") || "none";
      throw new UserError(
        `${one.field}: ${stack.node.id} has no ${one.address} to import into; of its type it has: ${there}. Take it out of adopt, or mend what it belongs to.`,
      );
    }
    for (const [argument, value] of Object.entries(one.keep ?? {})) keep(resource, argument, value);
    if (one.id === undefined) continue;
    const key = `${one.address.split(".")[0]} ${one.id}`;
    const other = seen.get(key);
    if (other !== undefined && other.address !== one.address) {
      throw new UserError(
        `${one.field}: ${one.id} is already adopted by ${other.field}; a resource can be adopted once.`,
      );
    }
    seen.set(key, one);
  }
  const imports = adoptions.flatMap(({ address, id }) => (id === undefined ? [] : [{ to: address, id }]));
  if (imports.length > 0) stack.addOverride("import", imports);
}

/** The managed resources of a stack. */
export function resourcesOf(stack: TerraformStack): readonly TerraformResource[] {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
}

export const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;

function keep(resource: TerraformResource, argument: string, value: unknown): void {
  // An override of cdktf appends to a list that is there; what is resolved later takes its place.
  resource.addOverride(argument, Array.isArray(value) ? Lazy.anyValue({ produce: () => value }) : value);
}
