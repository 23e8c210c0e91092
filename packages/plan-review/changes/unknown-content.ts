import { isRecord, type Properties } from "../../terraform-json";
import type { PlannedChange } from "../model";
import type { PlannedInput } from "../read";
import type { Redactor } from "../redact";
import { listOf, textOf } from "./lists";

/**
 * What a plan may hold, by where. Sources: Terraform's internal/command/jsonplan (1.0 to 1.15) and OpenTofu's (1.6 to 1.11); `proposed_unknown`
 * is of format 0.1 and 1.0.
 */
const known = {
  plan: new Set([
    "format_version",
    "terraform_version",
    "variables",
    "planned_values",
    "proposed_unknown",
    "resource_drift",
    "resource_changes",
    "deferred_changes",
    "output_changes",
    "prior_state",
    "configuration",
    "relevant_attributes",
    // Terraform 1.2 and 1.3, before `checks`; a condition that fails makes the plan fail there.
    "condition_results",
    "checks",
    "timestamp",
    "applyable",
    "complete",
    "errored",
    "action_invocations",
    "deferred_action_invocations",
  ]),
  resource: new Set([
    "address",
    "previous_address",
    "module_address",
    "mode",
    "type",
    "name",
    "index",
    "provider_name",
    "deposed",
    "change",
    "action_reason",
  ]),
  change: new Set([
    "actions",
    "before",
    "after",
    "after_unknown",
    "before_sensitive",
    "after_sensitive",
    "replace_paths",
    "importing",
    "generated_config",
    "before_identity",
    "after_identity",
  ]),
  invocation: new Set([
    "address",
    "type",
    "name",
    "config_values",
    "config_sensitive",
    "config_unknown",
    "provider_name",
    "lifecycle_action_trigger",
    "invoke_action_trigger",
  ]),
} as const;

/**
 * What a plan holds that this program does not know, as changes of their own: a later Terraform may do something by it, so nobody may take
 * the plan for one without changes.
 */
export function unknownContent({ stack, plan }: PlannedInput, redactor: Redactor): PlannedChange[] {
  const found = [
    ...unknownKeys(plan, known.plan, ""),
    ...listOf(plan.resource_changes).flatMap((entry) => inResource(entry)),
    ...listOf(plan.action_invocations).flatMap((entry) =>
      isRecord(entry) ? unknownKeys(entry, known.invocation, `${textOf(entry.address) ?? "action"} `) : [],
    ),
  ];
  return found.map(({ at, value }) => {
    const { after } = redactor.values({
      before: undefined,
      after: { value },
      beforeMarks: undefined,
      afterMarks: undefined,
      template: undefined,
    });
    const name = redactor.text(at);
    return {
      stack,
      address: name,
      mode: "managed",
      type: "",
      name,
      action: "other",
      actions: [],
      isUnknownContent: true,
      createBeforeDestroy: false,
      replacePaths: [],
      replaceTriggeredBy: [],
      before: undefined,
      after: isRecord(after) ? after : {},
      unknown: [],
      ignoreChanges: [],
    };
  });
}

function inResource(entry: unknown) {
  if (!isRecord(entry)) return [];
  const at = `${textOf(entry.address) ?? "resource"} `;
  return [
    ...unknownKeys(entry, known.resource, at),
    ...(isRecord(entry.change) ? unknownKeys(entry.change, known.change, at) : []),
  ];
}

function unknownKeys(record: Properties, keys: ReadonlySet<string>, prefix: string) {
  return Object.entries(record)
    .filter(([key, value]) => !keys.has(key) && !isEmpty(value))
    .map(([key, value]) => ({ at: `${prefix}${key}`, value }));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "" || value === 0) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}
