import { covers, isRecord, stringsOf, targetsOf, type Block, type Configuration } from "../../../tools/terraform-json";
import { fail, pass, type Judgement } from "../../policy";
import { argumentsOf } from "./arguments";
import { defaultTagsOf } from "./tags";

/**
 * Passes when a selection of AWS Backup takes a resource: by reference, by a pattern of ARNs, or by one of its tags.
 *
 * @param arn what its ARN looks like, as far as it is known here
 */
export function requireBackupPlan(resource: Block, stacks: readonly Configuration[], arn: string): Judgement {
  const tags = Object.assign({}, ...[...defaultTagsOf(resource), ...argumentsOf(resource, "tags")].filter(isRecord));
  const selections = stacks.flatMap((stack) => stack.resourcesOf("aws_backup_selection"));
  const isTaken = selections.some(
    (selection) =>
      stringsOf(selection.properties.resources).some(
        (pattern) =>
          covers(pattern, arn) || targetsOf(selection.configuration, pattern).some(({ block }) => block === resource),
      ) ||
      argumentsOf(selection, "selection_tag").some(
        (tag) =>
          isRecord(tag) && typeof tag.key === "string" && (tags as Record<string, unknown>)[tag.key] === tag.value,
      ),
  );
  return isTaken ? pass : fail("no aws_backup_selection takes it");
}
