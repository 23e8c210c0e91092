import { isRecord, type Block, type Properties } from "../../terraform-json";
import type { Action, PlannedChange, Values } from "../model";
import type { PlannedInput } from "../read";
import { withoutIndex, type Redactor } from "../redact";
import type { Holes } from "./holes";
import { writeOnly } from "./write-only";

const actions: Readonly<Record<string, Action>> = {
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  "delete,create": "replace",
  "create,delete": "replace",
  delete: "destroy",
  forget: "forget",
};

/** Every change of a plan, no-ops and deferred ones too, without secrets and in the plan's order. */
export function plannedChanges(input: PlannedInput, holes: Holes, redactor: Redactor): PlannedChange[] {
  const { plan } = input;
  const planned = listOf(plan.resource_changes).map((entry) => plannedChange(entry, input, holes, redactor));
  const deferred = listOf(plan.deferred_changes).map((entry) => {
    const { reason, resource_change: change } = isRecord(entry) ? entry : {};
    return { ...plannedChange(change, input, holes, redactor), deferred: redactor.text(textOf(reason) ?? "unknown") };
  });
  return [...planned, ...deferred];
}

function plannedChange(entry: unknown, input: PlannedInput, holes: Holes, redactor: Redactor): PlannedChange {
  const resource = isRecord(entry) ? entry : {};
  const change = isRecord(resource.change) ? resource.change : {};
  const block = input.configuration?.find(withoutIndex(resource.address));
  const text = (value: unknown) => redactor.text(textOf(value) ?? "");
  const own = listOf(change.actions).map(text);
  const action = Object.hasOwn(actions, own.join()) ? (actions[own.join()] ?? "other") : "other";
  const { before, after, unknown } = sidesOf(change, block, holes, redactor);
  const previous = textOf(resource.previous_address);
  const importing = isRecord(change.importing) ? change.importing : undefined;
  const reason = textOf(resource.action_reason);
  return {
    stack: input.stack,
    address: text(resource.address) || "(no address)",
    ...(previous !== undefined && { previousAddress: redactor.text(previous) }),
    ...(block?.path !== undefined && { path: redactor.text(block.path) }),
    mode: resource.mode === "data" ? "data" : "managed",
    type: text(resource.type),
    name: text(resource.name),
    action,
    actions: own,
    createBeforeDestroy: action === "replace" && own[0] === "create",
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

function sidesOf(change: Properties, block: Block | undefined, holes: Holes, redactor: Redactor) {
  const template = block?.properties;
  const before = change.before ?? undefined;
  const isGone = change.after === null || change.after === undefined;
  const isDestroyed =
    isGone && (change.after_unknown === undefined || change.after_unknown === false || !hasCreate(change));
  const { value, unknown } = isDestroyed
    ? { value: undefined, unknown: [] }
    : holes.fill(change.after ?? {}, change.after_unknown, template);
  const redacted = redactor.values({
    before,
    after: value,
    beforeMarks: change.before_sensitive,
    afterMarks: change.after_sensitive,
    template,
  });
  return { ...writeOnly(redacted, template), unknown };
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

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text that a value is; JSON of one that is none. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function recordOf(value: unknown): Values | undefined {
  return isRecord(value) ? value : undefined;
}
