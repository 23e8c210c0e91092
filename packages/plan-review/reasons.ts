import type { PlannedChange } from "./model";
import { list } from "../common/text";

/** Terraform's and OpenTofu's `action_reason`, and the `reason` of `deferred_changes`, as what follows "because"; internal/command/jsonplan has the lists. */
const words: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation did not finish (tainted)",
  replace_by_request: "-replace requested it",
  delete_because_no_resource_config: "it is no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "count or for_each was added or removed",
  delete_because_count_index: "count is smaller",
  delete_because_each_key: "for_each no longer has this key",
  delete_because_no_move_target: "it was moved to an address that is not in the configuration",
  read_because_config_unknown: "it depends on values that are known only after apply",
  read_because_dependency_pending: "it depends on changes that are not applied yet",
  read_because_check_nested: "it belongs to a check",
  replace_because_cannot_update: "it cannot be updated in place",
  replace_by_triggers: "something that replace_triggered_by names has changed",
  delete_because_enabled_false: "its enabled is false",
  forgot_because_lifecycle_destroy_in_config: "its lifecycle says destroy = false",
  forgot_because_lifecycle_destroy_in_state: "its lifecycle had destroy = false when it was last applied",
  instance_count_unknown: "its count or for_each is known only after apply",
  resource_config_unknown: "its configuration is known only after apply",
  provider_config_unknown: "the configuration of its provider is known only after apply",
  absent_prereq: "something that it depends on does not exist yet",
  excluded: "this plan excludes it",
  not_included: "this plan does not include it",
  deferred_prereq: "something that it depends on is deferred, too",
};

/** Why a resource is replaced, destroyed, read or deferred, to be read after "because"; `previousAddress` is where it is moved from. */
export function reasonsOf(change: PlannedChange): string[] {
  const { action, actionReason, replacePaths, replaceTriggeredBy, deferred } = change;
  const triggered = actionReason === "replace_by_triggers" && replaceTriggeredBy.length > 0;
  const isReported = actionReason === "replace_because_cannot_update" && replacePaths.length > 0;
  return [
    ...(action === "replace" && replacePaths.length > 0 ? [`${list(replacePaths)} cannot change in place`] : []),
    ...(triggered ? [`replace_triggered_by names ${list(replaceTriggeredBy)}`] : []),
    ...(actionReason !== undefined && !isReported && !triggered ? [inWords(actionReason)] : []),
    ...(deferred !== undefined ? [inWords(deferred)] : []),
  ];
}

/** A reason of Terraform's that may be newer than this table. */
export function inWords(reason: string): string {
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : `Terraform gives the reason ${reason}`;
}
