import { TerraformDataSource, TerraformResource, Lazy, type TerraformElement, type TerraformStack } from "cdktf";
import { suggestion } from "../../packages/common/closest";
import { UserError } from "../../packages/common/errors";

/** Arguments of a resource as Terraform names them; `null` takes one away. */
export type Overrides = Readonly<Record<string, unknown>>;

/** What every resource has, beside the arguments of its type. */
const metaArguments = ["count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

type Addressed = TerraformResource | TerraformDataSource;

/**
 * Puts values over those of a resource or data source. Blocks are merged argument by argument; lists and values are replaced.
 *
 * @throws UserError for an address that the stack does not have, or an argument that the type does not have, with the closest one
 */
export function override(stack: TerraformStack, address: string, overrides: Overrides): void {
  const elements = new Map(
    stack.node.findAll().flatMap((node) => (isAddressed(node) ? [[addressOf(node), node] as const] : [])),
  );
  const element = elements.get(address);
  if (element === undefined) {
    const hint = suggestion(address, [...elements.keys()]);
    throw new UserError(`${stack.node.id} has no ${address}${hint}; ./platform plan shows the addresses`);
  }
  for (const name of Object.keys(overrides)) {
    const known = [...argumentsOf(element), ...metaArguments];
    if (known.includes(name)) continue;
    throw new UserError(`${stack.node.id}/${address} has no argument ${name}${suggestion(name, known)}`);
  }
  for (const [name, value] of Object.entries(overrides)) element.addOverride(name, whole(value));
}

const isAddressed = (node: unknown): node is Addressed =>
  TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node);

const addressOf = (element: Addressed): string =>
  `${TerraformDataSource.isTerraformDataSource(element) ? "data." : ""}${element.terraformResourceType}.${element.friendlyUniqueId}`;

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Arguments have a setter, or a method `put...` where they are blocks. */
function argumentsOf(element: TerraformElement): readonly string[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(element) as object));
  return members.flatMap(([name, member]) => {
    if (member.set !== undefined) return [snakeCase(name)];
    const block = typeof member.value === "function" ? /^put([A-Z]\w*)$/.exec(name)?.[1] : undefined;
    return block === undefined ? [] : [snakeCase(block).slice(1)];
  });
}

/** cdktf appends the elements of a list to those that are there, except of one that is only known at synthesis. */
function whole(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return Lazy.anyValue({ produce: () => value });
  if (typeof value !== "object" || value.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, whole(inner)]));
}
