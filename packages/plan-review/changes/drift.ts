import { isDeepStrictEqual } from "node:util";
import { isRecord, type Properties } from "../../terraform-json";
import type { Values } from "../model";
import type { PlannedInput } from "../read";
import { withoutIndex, type Redactor } from "../redact";
import { listOf, textOf } from "./lists";

/** A change made outside Terraform, without secrets and not yet in words. */
export interface DriftChange {
  readonly address: string;
  readonly type: string;
  readonly action: "update" | "delete";
  readonly before: Values | undefined;
  readonly after: Values | undefined;
}

/**
 * What was changed outside Terraform and matters: the plan takes it back or builds on it (`relevant_attributes`), or the resource is
 * gone. In a plan that does nothing else than note such changes (`-refresh-only`), all of them.
 */
export function driftOf({ plan, configuration }: PlannedInput, redactor: Redactor): DriftChange[] {
  const entries = listOf(plan.resource_drift).filter(isRecord);
  if (entries.length === 0) return [];
  const isWanted = relevance(plan);
  return entries.flatMap((entry) => {
    const change = isRecord(entry.change) ? entry.change : {};
    const action = listOf(change.actions).join();
    if ((action !== "update" && action !== "delete") || !isWanted(entry, change, action)) return [];
    const { before, after } = redactor.values({
      before: change.before ?? undefined,
      after: change.after ?? undefined,
      beforeMarks: change.before_sensitive,
      afterMarks: change.after_sensitive,
      template: configuration?.find(withoutIndex(entry.address))?.properties,
    });
    return [
      {
        address: redactor.text(textOf(entry.address) ?? ""),
        type: redactor.text(textOf(entry.type) ?? ""),
        action,
        before: isRecord(before) ? before : undefined,
        after: isRecord(after) ? after : undefined,
      },
    ];
  });
}

type IsWanted = (entry: Properties, change: Properties, action: "update" | "delete") => boolean;

function relevance(plan: Properties): IsWanted {
  const planned = new Map<unknown, Properties>();
  for (const resource of listOf(plan.resource_changes)) {
    if (!isRecord(resource) || !isRecord(resource.change)) continue;
    const own = listOf(resource.change.actions).join();
    if (own !== "no-op" && own !== "read") planned.set(resource.address, resource.change);
  }
  const relevant = new Map<unknown, (readonly unknown[])[]>();
  for (const entry of listOf(plan.relevant_attributes)) {
    if (!isRecord(entry)) continue;
    relevant.set(entry.resource, [...(relevant.get(entry.resource) ?? []), listOf(entry.attribute)]);
  }
  const isRefreshOnly = plan.applyable === true && planned.size === 0 && !changesOutputs(plan);
  return ({ address }, { before, after }, action) => {
    if (action === "delete") return true;
    const changed = changedArguments(before, after);
    if (changed.length === 0) return false;
    if (isRefreshOnly) return true;
    const own = planned.get(address);
    if (own !== undefined && plannedArguments(own).some((name) => changed.includes(name))) return true;
    const paths = [...(relevant.get(address) ?? []), ...(relevant.get(withoutIndex(address)) ?? [])];
    return paths.some((path) => differs(at(before, path), at(after, path)));
  };
}

/** What a plan changes of a resource, without what AWS alone says of it: a replacement makes that unknown, and nobody takes it back. */
function plannedArguments({ before, after, after_unknown: unknown }: Properties): string[] {
  return changedArguments(before, after).filter((name) => !isRecord(unknown) || unknown[name] !== true);
}

/** Whether an output changes. */
export function changesOutputs({ output_changes: outputs }: Properties): boolean {
  return Object.values(isRecord(outputs) ? outputs : {}).some(
    (change) => isRecord(change) && listOf(change.actions).join() !== "no-op",
  );
}

function changedArguments(before: unknown, after: unknown): string[] {
  const [one, other] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => differs(one[name], other[name]));
}

/** Providers write nothing as null, "", [] or {}, and not always the same. */
function differs(one: unknown, other: unknown): boolean {
  return !(isEmpty(one) && isEmpty(other)) && !isDeepStrictEqual(one, other);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function at(value: unknown, path: readonly unknown[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)];
    return isRecord(inner) && Object.hasOwn(inner, String(step)) ? inner[String(step)] : undefined;
  }, value);
}
