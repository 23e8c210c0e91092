import { blocksOf, isRecord, type Block } from "../../../terraform-json";
import { fail, pass, type PolicyResult } from "../../policy";
import { argumentsOf } from "./arguments";
import { control, type Control } from "./control";

/** A tagging control: what it is about, in the plural, and its Terraform type. */
export interface TagControl {
  readonly id: string;
  /** `RDS.30` */
  readonly control: string;
  /** `Databases` */
  readonly what: string;
  readonly types: readonly string[];
  /** @default - none says the same */
  readonly checkov?: readonly string[];
  /** @default - `tags`, or `default_tags` of the provider */
  readonly check?: (resource: Block) => PolicyResult;
}

/** AWS rates every tagging control low, and asks for any tag that is not its own. */
export function tagControl({ id, control: name, what, types, checkov, check = requireTags }: TagControl): Control {
  return control({
    id,
    controls: { [name]: "low" },
    ...(checkov === undefined ? {} : { checkov }),
    title: `${what} are tagged`,
    why: "Without a tag nobody sees whose it is, what it costs and whether it may go, and no permission can depend on it.",
    fix: "Set tags, or default_tags of the provider.",
    types,
    check,
  });
}

/** Passes when a resource has a tag of its own or from its provider. */
function requireTags(resource: Block): PolicyResult {
  const tags = [...argumentsOf(resource, "tags"), ...argumentsOf(resource, "tags_all"), ...defaultTagsOf(resource)];
  return tags.some(hasOwnTag) ? pass : fail("it has no tags");
}

/** Whether a map has a tag that is not one of AWS's (`aws:...`). A map that only Terraform knows has. */
export function hasOwnTag(tags: unknown): boolean {
  return isRecord(tags) ? Object.keys(tags).some((key) => !key.startsWith("aws:")) : typeof tags === "string";
}

/** Default tags of the provider of a resource: the one it names (`aws.other`), else the one without alias. */
export function defaultTagsOf({ configuration, properties }: Block): unknown[] {
  const alias = typeof properties.provider === "string" ? properties.provider.split(".")[1] : undefined;
  return configuration.providers
    .filter((provider) => provider.type === "aws" && provider.properties.alias === alias)
    .flatMap((provider) => blocksOf(provider.properties.default_tags))
    .map(({ tags }) => tags);
}

/** Passes when a launch template tags what it launches of this kind: `instance`, `volume`, `network-interface`. */
export function requireTagSpecification(template: Block, kind: string): PolicyResult {
  const tagged = argumentsOf(template, "tag_specifications").some(
    (specification) => isRecord(specification) && specification.resource_type === kind && hasOwnTag(specification.tags),
  );
  return tagged ? pass : fail(`tag_specifications has no tags for ${kind}`);
}
