import { groupBy, isRecord } from "../../terraform-json";
import type { Context, PlannedChange, Values } from "../model";
import { addressIn, unknownValuesIn, isUnknownValue } from "./diff/unknown-values";
import type { GroupNames } from "./diff/security-groups";

/** All changes of the review, found without going through them each time; made once for each context. */
export interface ResourceIndex {
  readonly context: Context;
  readonly ofType: (type: string) => readonly PlannedChange[];
  /** Of a type in the same stack; where there is none, in the stacks of the same environment (`production-service`, `production-data`). */
  readonly near: (change: PlannedChange, type: string) => readonly PlannedChange[];
  /** The resource of a type that a value names: by the address in its unknown value, by id, ARN or name. */
  readonly resolve: (value: unknown, stack: string, type: string) => PlannedChange | undefined;
  readonly groupNames: GroupNames;
}

const known = new WeakMap<Context, ResourceIndex>();

export function resourceIndexOf(context: Context): ResourceIndex {
  const found = known.get(context);
  if (found !== undefined) return found;
  const managed = context.changes.filter(({ mode }) => mode === "managed");
  const byType = groupBy(managed, ({ type }) => [type]);
  const byStack = groupBy(managed, ({ stack, type }) => [`${stack} ${type}`]);
  const byEnvironment = groupBy(managed, ({ stack, type }) => [`${environmentOf(stack)} ${type}`]);
  const byName = groupBy(managed, (change) => [...new Set(namesOf(change))].map((name) => `${change.type} ${name}`));
  const groupNames = new Map(
    ["aws_security_group", "aws_default_security_group"]
      .flatMap((type) => byType.get(type) ?? [])
      .flatMap((group) => {
        const id = idOf(group);
        return id === undefined ? [] : [[id, group.address] as const];
      }),
  );
  const resourceIndex: ResourceIndex = {
    context,
    ofType: (type) => byType.get(type) ?? [],
    near: ({ stack }, type) =>
      byStack.get(`${stack} ${type}`) ?? byEnvironment.get(`${environmentOf(stack)} ${type}`) ?? [],
    resolve: (value, stack, type) => {
      if (typeof value !== "string" || value === "") return undefined;
      const target = behind(value, stack, context);
      if (target !== undefined) return target.type === type ? target : undefined;
      const named = byName.get(`${type} ${value}`) ?? [];
      return named.find((change) => change.stack === stack) ?? named[0];
    },
    groupNames,
  };
  known.set(context, resourceIndex);
  return resourceIndex;
}

/** What other resources may call it by. */
function namesOf({ before, after }: PlannedChange): string[] {
  return [before, after]
    .flatMap((values) => [values?.id, values?.arn, values?.name, values?.family, values?.bucket])
    .filter((name) => typeof name === "string" && name !== "" && !name.includes("<"))
    .map(String);
}

/** A fact about the world that is worth computing once. */
export function onceFor<Fact>(compute: (resourceIndex: ResourceIndex) => Fact): (resourceIndex: ResourceIndex) => Fact {
  const facts = new WeakMap<ResourceIndex, { readonly fact: Fact }>();
  return (resourceIndex) => {
    const found = facts.get(resourceIndex) ?? { fact: compute(resourceIndex) };
    facts.set(resourceIndex, found);
    return found.fact;
  };
}

/** The values of a resource, or those it had before its removal. */
export function valuesOf({ before, after }: PlannedChange): Values {
  return after ?? before ?? {};
}

/** AWS's id of what is already there. */
export function idOf({ before }: PlannedChange): string | undefined {
  return typeof before?.id === "string" ? before.id : undefined;
}

/** Whether a resource is there after apply. */
export function remains({ action }: PlannedChange): boolean {
  return action !== "destroy" && action !== "forget";
}

function environmentOf(stack: string): string {
  return stack.slice(0, Math.max(stack.lastIndexOf("-"), 0)) || stack;
}

/** The resource that a value which is nothing but an unknown value refers to. */
export function behind(value: unknown, stack: string, context: Context): PlannedChange | undefined {
  const address = isUnknownValue(value) ? addressIn(unknownValuesIn(value)[0] ?? "") : undefined;
  return address === undefined ? undefined : context.find(stack, address);
}

/** The name that another resource of this stack gives, as text. */
export function textOrName(value: unknown, stack: string, context: Context): string | undefined {
  const target = behind(value, stack, context);
  const name = target === undefined ? value : (valuesOf(target).name ?? target.name);
  return typeof name === "string" ? name : undefined;
}

/** Tags and blocks may be missing; a list of one block is that block. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isRecord(value) ? [value] : [];
}
