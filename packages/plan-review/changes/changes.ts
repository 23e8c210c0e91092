import { isRecord, writtenIn, type Block, type Properties } from "../../terraform-json";
import type { Action, PlannedChange, Values } from "../model";
import type { PlannedInput } from "../read";
import { withoutIndex, type Redactor } from "../redact";
import type { UnknownValues } from "./unknown-values";
import { invocations } from "./invocations";
import { unknownContent } from "./unknown-content";
import { listOf, textOf } from "./lists";
import { writeOnly } from "./write-only";

const actions: Readonly<Record<string, Action>> = {
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  "delete,create": "replace",
  "create,delete": "replace",
  "create,forget": "replace",
  "forget,create": "replace",
  delete: "destroy",
  forget: "forget",
};

/**
 * Every change of a plan, without secrets and in the plan's order: no-ops and deferred ones too, actions that are run, and whatever the plan
 * holds that this program does not know.
 */
export function plannedChanges(input: PlannedInput, unknownValues: UnknownValues, redactor: Redactor): PlannedChange[] {
  const { plan } = input;
  const written = input.configuration === undefined ? writtenIn(plan) : new Map<string, Properties>();
  const planned = listOf(plan.resource_changes).map((entry) =>
    plannedChange(entry, input, written, unknownValues, redactor),
  );
  const deferred = listOf(plan.deferred_changes).map((entry) => {
    const { reason, resource_change: change } = isRecord(entry) ? entry : {};
    const own = plannedChange(change, input, written, unknownValues, redactor);
    return { ...own, deferred: redactor.text(textOf(reason) ?? "unknown") };
  });
  return [...planned, ...deferred, ...invocations(input, unknownValues, redactor), ...unknownContent(input, redactor)];
}

function plannedChange(
  entry: unknown,
  input: PlannedInput,
  written: ReadonlyMap<string, Properties>,
  unknownValues: UnknownValues,
  redactor: Redactor,
): PlannedChange {
  const resource = isRecord(entry) ? entry : {};
  const change = isRecord(resource.change) ? resource.change : {};
  const block = input.configuration?.find(withoutIndex(resource.address));
  const template = block?.properties ?? written.get((textOf(resource.address) ?? "").replace(/\[[^\]]*\]/g, ""));
  const deposed = textOf(resource.deposed);
  const text = (value: unknown) => redactor.text(textOf(value) ?? "");
  const own = listOf(change.actions).map(text);
  const action = Object.hasOwn(actions, own.join()) ? (actions[own.join()] ?? "other") : "other";
  const { before, after, unknown } = sidesOf(change, template, unknownValues, redactor);
  const previous = textOf(resource.previous_address);
  const importing = isRecord(change.importing) ? change.importing : undefined;
  const reason = textOf(resource.action_reason);
  return {
    stack: input.stack,
    address: `${text(resource.address) || "(no address)"}${deposed === undefined ? "" : ` (deposed object ${redactor.text(deposed)})`}`,
    ...(deposed !== undefined && { deposedOf: text(resource.address) }),
    ...(previous !== undefined && { previousAddress: redactor.text(previous) }),
    ...(block?.path !== undefined && { path: redactor.text(block.path) }),
    mode: resource.mode === "data" ? "data" : "managed",
    type: text(resource.type),
    name: text(resource.name),
    action,
    actions: own,
    createBeforeDestroy: action === "replace" && (own[0] === "create" || own.includes("forget")),
    ...(reason !== undefined && { actionReason: redactor.text(reason) }),
    replacePaths: listOf(change.replace_paths).map((path) => redactor.text(pathOf(path))),
    replaceTriggeredBy: lifecycle(block, "replace_triggered_by"),
    ...(importing !== undefined && { importId: text(importing.id ?? importing.identity) || "(unknown)" }),
    before: recordOf(before),
    after: recordOf(after),
    unknown: unknown.map((path) => redactor.text(path)),
    ignoreChanges: lifecycle(block, "ignore_changes"),
  };
}

function sidesOf(
  change: Properties,
  template: Properties | undefined,
  unknownValues: UnknownValues,
  redactor: Redactor,
) {
  const before = change.before ?? undefined;
  const isGone = change.after === null || change.after === undefined;
  const isDestroyed =
    isGone && (change.after_unknown === undefined || change.after_unknown === false || !hasCreate(change));
  const { value, unknown } = isDestroyed
    ? { value: undefined, unknown: [] }
    : unknownValues.fill(change.after ?? {}, change.after_unknown, template);
  const redacted = redactor.values({
    before,
    after: value,
    beforeMarks: marksOf(change.before_sensitive, before),
    afterMarks: marksOf(change.after_sensitive, value),
    template,
  });
  return { ...writeOnly(redacted, template), unknown };
}

/** Marks argument by argument: of a resource that is sensitive as a whole, a reader must still see which arguments change. */
export function marksOf(marks: unknown, values: unknown): unknown {
  if (marks !== true || !isRecord(values)) return marks;
  return Object.fromEntries(Object.keys(values).map((argument) => [argument, true]));
}

/** Whether anything is there afterwards; a resource of which all is unknown has no `after`. */
function hasCreate({ actions: own }: Properties): boolean {
  return listOf(own).some((action) => action !== "delete" && action !== "forget");
}

function lifecycle(block: Block | undefined, argument: string): string[] {
  const all = listOf(block?.properties.lifecycle).concat(
    isRecord(block?.properties.lifecycle) ? [block.properties.lifecycle] : [],
  );
  const { [argument]: value } = all.find(isRecord) ?? {};
  if (typeof value === "string") return [bare(value)];
  return listOf(value).flatMap((item) => (typeof item === "string" ? [bare(item)] : []));
}

function bare(expression: string): string {
  return expression.replace(/^\$\{(.*)\}$/, "$1");
}

/** `["network_configuration", 0, "subnets"]` as `network_configuration[0].subnets`. */
export function pathOf(path: unknown): string {
  return listOf(path).reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const name = textOf(step) ?? "*";
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

function recordOf(value: unknown): Values | undefined {
  return isRecord(value) ? value : undefined;
}
