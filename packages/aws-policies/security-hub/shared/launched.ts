import { isRecord, type Block } from "../../../terraform-json";
import { fail, pass, type Judgement } from "../../policy";
import { argumentsOf } from "./arguments";
import { hasOwnTag } from "./tags";

/** Passes when a launch template tags what it launches of this kind: `instance`, `volume`, `network-interface`. */
export function requireTagSpecification(template: Block, kind: string): Judgement {
  const tagged = argumentsOf(template, "tag_specifications").some(
    (specification) => isRecord(specification) && specification.resource_type === kind && hasOwnTag(specification.tags),
  );
  return tagged ? pass : fail(`tag_specifications has no tags for ${kind}`);
}
