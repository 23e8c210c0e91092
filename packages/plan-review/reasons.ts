import type { PlannedChange } from "./model";
import { list } from "../common/text";

/** Terraform's `action_reason`, in words: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
const words: Readonly<Record<string, string>> = {
  replace_because_tainted: "its last creation did not come to its end (tainted)",
  replace_by_request: "it was asked for with -replace",
  delete_because_no_resource_config: "it is not in the configuration any more",
  delete_because_no_module: "its module is not in the configuration any more",
  delete_because_wrong_repetition: "count or for_each was added to it or taken from it",
  delete_because_count_index: "count is smaller now",
  delete_because_each_key: "for_each has no such key any more",
  delete_because_no_move_target: "it was moved to an address that is not in the configuration",
  read_because_config_unknown: "what is read is known only after apply",
  read_because_dependency_pending: "it is read after what it depends on has changed",
  read_because_check_nested: "it belongs to a check",
};

/** Why a resource is replaced, destroyed, read or deferred, to be read after "because"; from where it is moved is said by `previousAddress`. */
export function reasonsOf(change: PlannedChange): string[] {
  const { action, actionReason, replacePaths, replaceTriggeredBy, deferred } = change;
  const triggered = actionReason === "replace_by_triggers" && replaceTriggeredBy.length > 0;
  const isSaid = actionReason === "replace_because_cannot_update" && replacePaths.length > 0;
  return [
    ...(action === "replace" && replacePaths.length > 0 ? [`${list(replacePaths)} cannot change in place`] : []),
    ...(triggered ? [`replace_triggered_by names ${list(replaceTriggeredBy)}`] : []),
    ...(actionReason !== undefined && !isSaid && !triggered ? [inWords(actionReason)] : []),
    ...(deferred !== undefined ? [inWords(deferred)] : []),
  ];
}

/** A reason of Terraform's that may be newer than this table. */
export function inWords(reason: string): string {
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : reason.replaceAll("_", " ");
}
