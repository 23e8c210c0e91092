import { isRecord, type Properties } from "../../terraform-json";
import type { PlannedChange, Values } from "../model";
import type { PlannedInput } from "../read";
import type { Redactor } from "../redact";
import type { UnknownValues } from "./unknown-values";
import { listOf, textOf } from "./lists";

/** Terraform's `action_trigger_event`, in words. */
const events: Readonly<Record<string, string>> = {
  BeforeCreate: "before REF is created",
  AfterCreate: "after REF is created",
  BeforeUpdate: "before REF is updated",
  AfterUpdate: "after REF is updated",
  BeforeDestroy: "before REF is destroyed",
  AfterDestroy: "after REF is destroyed",
};

/**
 * Actions that an apply runs (Terraform 1.14 and newer), as changes: each has an effect of its own, and no resource changes.
 *
 * Source: https://developer.hashicorp.com/terraform/internals/json-format, `action_invocations` and `deferred_action_invocations`.
 */
export function invocations(
  { stack, plan }: PlannedInput,
  unknownValues: UnknownValues,
  redactor: Redactor,
): PlannedChange[] {
  const own = listOf(plan.action_invocations).map((entry) => invocation(stack, entry, unknownValues, redactor));
  const deferred = listOf(plan.deferred_action_invocations).map((entry) => {
    const { reason, action_invocation: invoked } = isRecord(entry) ? entry : {};
    return {
      ...invocation(stack, invoked, unknownValues, redactor),
      deferred: redactor.text(textOf(reason) ?? "unknown"),
    };
  });
  return [...own, ...deferred];
}

function invocation(stack: string, entry: unknown, unknownValues: UnknownValues, redactor: Redactor): PlannedChange {
  const given: Properties = isRecord(entry) ? entry : {};
  const text = (value: unknown) => redactor.text(textOf(value) ?? "");
  const { value, unknown } = unknownValues.fill(given.config_values ?? {}, given.config_unknown, undefined);
  const { after } = redactor.values({
    before: undefined,
    after: value,
    beforeMarks: undefined,
    afterMarks: given.config_sensitive,
    template: undefined,
  });
  const trigger = isRecord(given.lifecycle_action_trigger) ? given.lifecycle_action_trigger : undefined;
  const event = textOf(trigger?.action_trigger_event) ?? "";
  const words = Object.hasOwn(events, event) ? (events[event] ?? "") : `at ${event || "an unknown event"} of REF`;
  const when =
    trigger === undefined
      ? "as requested with -invoke"
      : words.replace("REF", textOf(trigger.triggering_resource_address) ?? "a resource");
  return {
    stack,
    address: text(given.address) || "(no address)",
    mode: "managed",
    type: text(given.type),
    name: text(given.name),
    action: "invoke",
    actions: ["invoke"],
    createBeforeDestroy: false,
    replacePaths: [],
    replaceTriggeredBy: [],
    invoked: redactor.text(when),
    before: undefined,
    after: isRecord(after) ? (after as Values) : {},
    unknown: unknown.map((path) => redactor.text(path)),
    ignoreChanges: [],
  };
}
