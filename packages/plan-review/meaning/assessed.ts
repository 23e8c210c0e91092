import { hasExposures, isFirewall, isGuard, lossOf } from "../../effects";
import { unknown } from "./diff/unknown-values";
import { describers } from "./effects/table";
import type { ChangeDetails } from "./details";
import { isUnknown } from "./details";

/** Types of which nothing depends on what they are: numbers, times and names that other resources use. */
const harmless = /^(?:random_(?:id|integer|pet|shuffle|string|uuid)|time_\w+|terraform_data)$/;

/** Arguments that decide what a resource permits. */
const decisive = /^(?:policy|policy_document|assume_role_policy|access_policies|inline_policy)$/;

/** Whether a rule covers a change; where none of them has a finding, there is nothing to find. */
export function isAssessed({ change, diff, after }: ChangeDetails): boolean {
  const { type, action } = change;
  if (action === "other" || action === "invoke") return false;
  if (change.deposedOf !== undefined) return true;
  if (action === "no-op" || action === "forget" || action === "read" || harmless.test(type)) return true;
  const isOnlyTags =
    action === "update" && diff.every(({ path: [first = ""] }) => /^(?:tags|default tags|labels)$/.test(first));
  if (isOnlyTags && diff.length > 0) return true;
  if (action !== "destroy" && unknownArguments(type, after).length > 0) return false;
  if (
    Object.hasOwn(describers, type) ||
    hasExposures(type, change.after ?? change.before ?? {}) ||
    isGuard(type) ||
    isFirewall(type)
  )
    return true;
  return (action === "destroy" || action === "replace") && lossOf(type, change.before) !== undefined;
}

/**
 * Arguments that decide, and whose value is known only after apply. A policy's own type must be given one; elsewhere a value of which
 * nothing is known may be what the provider fills in.
 */
export function unknownArguments(type: string, values: ChangeDetails["after"]): string[] {
  return Object.entries(values).flatMap(([argument, value]) => {
    const isGiven = type.endsWith("_policy") || value !== unknown;
    return decisive.test(argument) && isUnknown(value) && isGiven ? [argument] : [];
  });
}
