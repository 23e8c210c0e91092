import { isRecord } from "../../../packages/terraform-json";
import { compareContainers, same } from "./containers";

/** What a plan of the service stack would do. */
export interface PlannedRelease {
  /** The tags that change: from "v41" to "v42". */
  readonly images: readonly { readonly container: string; readonly before: string; readonly after: string }[];
  /** Whether it changes anything at all. */
  readonly isEmpty: boolean;
  /** What it would do beside the new image and what follows from it, a line each: address, and what. */
  readonly unexpected: readonly string[];
  /** Container definitions as they would be, of each task definition. */
  readonly containers: readonly unknown[];
  /** The services and task definitions of the plan. */
  readonly parts: readonly PlannedPart[];
}

export interface PlannedPart {
  readonly address: string;
  readonly kind: "service" | "task definition";
  /** Of the service, or family of the task definition. */
  readonly name: string;
  readonly isChanged: boolean;
}

interface Change {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown: unknown;
}

const taskDefinition = "aws_ecs_task_definition";
const service = "aws_ecs_service";

/**
 * Reads `terraform show -json` of a plan.
 *
 * Expected are: a new revision of a task definition whose containers differ in their image alone; an old one that is still in the state
 * because an apply did not come to its end (a deposed object), and stays registered when it leaves the state; a change in place whose values
 * are all known only after the apply, because such a value can only come from the new revision; a change in place of a service or
 * a schedule to another revision. Everything else is not what a release is for: a change of the configuration that was not deployed, drift,
 * a replacement, a deletion.
 */
export function readRelease(plan: unknown): PlannedRelease {
  const resources =
    isRecord(plan) && Array.isArray(plan.resource_changes) ? plan.resource_changes.filter(isRecord) : [];
  const planned = resources.flatMap(({ address, type, change, deposed }) => {
    const read = isRecord(change) ? (change as unknown as Change) : undefined;
    const isDeposed = deposed !== undefined;
    return read === undefined ? [] : [{ address: String(address), type: String(type), change: read, isDeposed }];
  });
  const changed = planned.filter(({ change }) => !["no-op", "read"].includes(change.actions.join()));
  const checked = changed
    .filter(({ type, isDeposed }) => !isDeposed || type !== taskDefinition)
    .map((one) => ({ ...one, ...check(one.type, one.change) }));
  const outputs = isRecord(plan) && isRecord(plan.output_changes) ? Object.values(plan.output_changes) : [];
  return {
    images: unique(checked.flatMap(({ images }) => images)),
    isEmpty: changed.length === 0 && !outputs.some((one) => isRecord(one) && String(one.actions) !== "no-op"),
    unexpected: checked.flatMap(({ address, others }) => others.map((what) => `${address}: ${what}`)),
    containers: planned
      .filter(({ type }) => type === taskDefinition)
      .flatMap(({ change }) => definitionsOf(change.after)),
    parts: planned.filter(({ isDeposed }) => !isDeposed).flatMap((one) => partOf(one, changed.includes(one))),
  };
}

function partOf(
  { address, type, change }: { readonly address: string; readonly type: string; readonly change: Change },
  isChanged: boolean,
): readonly PlannedPart[] {
  // A name that is known only after the apply is that of something new.
  const named = isRecord(change.before) ? change.before : change.after;
  if (!isRecord(named)) return [];
  if (type === service) return [{ address, kind: "service", name: String(named.name), isChanged }];
  return type === taskDefinition ? [{ address, kind: "task definition", name: String(named.family), isChanged }] : [];
}

function check(type: string, change: Change): Pick<PlannedRelease, "images"> & { readonly others: readonly string[] } {
  const { before, after, after_unknown: unknown } = change;
  const actions = change.actions.join(", ");
  const isReplacement = change.actions.length === 2;
  if (type === taskDefinition && isReplacement) {
    const { images, others } = compareContainers(definitionsOf(before), definitionsOf(after));
    const rest = changedArguments(before, after, unknown).filter((name) => name !== "container_definitions");
    return { images, others: [...others, ...rest.map((name) => `${name} changes`)] };
  }
  if (actions !== "update") {
    return { images: [], others: [isReplacement ? "would be replaced" : `would be ${past[actions] ?? actions}`] };
  }
  const names = changedArguments(withoutRevisions(before), withoutRevisions(after), unknown);
  return { images: [], others: names.map((name) => `${name} changes`) };
}

const past: Readonly<Record<string, string>> = { create: "created", delete: "destroyed", forget: "forgotten" };

/** Arguments that are another value afterwards; those that are known only then are left out. */
function changedArguments(before: unknown, after: unknown, unknown: unknown): readonly string[] {
  const [old, now, later] = [before, after, unknown].map((value) => (isRecord(value) ? value : {})) as [
    Record<string, unknown>,
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !same(known(old[name], later[name]), known(now[name], later[name])))
    .sort();
}

/** A value without the parts that are known only after the apply. */
function known(value: unknown, later: unknown): unknown {
  if (later === true) return undefined;
  if (Array.isArray(value))
    return value.map((item, index) => known(item, Array.isArray(later) ? later[index] : undefined));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, known(item, isRecord(later) ? later[key] : undefined)]),
  );
}

/**
 * Values with the family in place of a revision: the service that was rolled back, and the schedules, are brought to a revision that
 * exists already, so that its ARN is known.
 */
function withoutRevisions(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/(:task-definition\/[\w-]+):\d+$/, "$1");
  if (Array.isArray(value)) return value.map(withoutRevisions);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutRevisions(item)]));
}

function definitionsOf(values: unknown): readonly unknown[] {
  const text = isRecord(values) ? values.container_definitions : undefined;
  if (typeof text !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
