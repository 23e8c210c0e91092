import { closest } from "../common/closest";
import { kindOf, type BlockMode } from "../terraform-json";
import { plain } from "./compare";
import { typeName } from "./select";
import type { TerraformClass, TerraformType } from "./types";

/** Arguments that Terraform gives every block. */
const metaArguments = ["count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"];

/** What a class makes. */
type Kind = BlockMode | "provider";

const matcherFor: Readonly<Record<Kind, string>> = {
  resource: "toHaveResource",
  data: "toHaveDataSource",
  ephemeral: "toHaveEphemeral",
  provider: "toHaveProvider",
};

/** By the static tests that cdktf's base classes carry. */
function kindOfClass(type: TerraformClass<never>): Kind {
  if ("isTerraformDataSource" in type) return "data";
  return "isTerraformProvider" in type ? "provider" : "resource";
}

/**
 * Checks what was written against the class: a resource class for a resource, and only arguments it has. A misspelt name would else make
 * `.not` and `toHaveNoResource` pass for ever.
 *
 * @throws one error that names what is wrong and the closest match
 */
export function checkNames(matcher: string, wanted: Kind, type: TerraformType, properties: unknown): void {
  if (typeof type === "string" ? type === "" : typeof type?.tfResourceType !== "string") {
    throw new Error(
      `${matcher}: the type must be a class of @cdktf/provider-aws or a name such as "aws_vpc", got ${String(type)}`,
    );
  }
  if (
    properties !== undefined &&
    (typeof properties !== "object" || properties === null || Array.isArray(properties))
  ) {
    throw new Error(`${matcher}: properties must be an object, got ${kindOf(properties)}`);
  }
  if (typeof type === "string") return;
  const kind = kindOfClass(type);
  if (kind !== wanted) {
    throw new Error(`${matcher}: ${type.name} is a ${kind === "data" ? "data source" : kind}, use ${matcherFor[kind]}`);
  }
  for (const name of Object.keys(properties ?? {})) checkName(matcher, type, name);
}

function checkName(matcher: string, type: Exclude<TerraformType, string>, name: string): void {
  const accessors = Object.entries(Object.getOwnPropertyDescriptors(type.prototype));
  const names = accessors.flatMap(([own, descriptor]) => (descriptor.get === undefined ? [] : [own]));
  // A class that a test wrote by hand may have no accessors; there is nothing to check against then.
  if (names.length === 0 || [...names, ...metaArguments].some((known) => plain(known) === plain(name))) return;
  const nearest = closest(name, names);
  const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  throw new Error(`${matcher}: ${typeName(type)} has no argument "${name}"${hint}`);
}
