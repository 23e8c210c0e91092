import { isRecord } from "../../terraform-json";
import type { Context, PlannedChange, Values } from "../model";
import { addressIn, holesIn, isHole } from "./diff/holes";
import type { GroupNames } from "./diff/security-groups";

/** All changes of the review, by type; made once for each context. */
export interface World {
  readonly context: Context;
  readonly ofType: (...types: readonly string[]) => readonly PlannedChange[];
  readonly groupNames: GroupNames;
}

const known = new WeakMap<Context, World>();

export function worldOf(context: Context): World {
  const found = known.get(context);
  if (found !== undefined) return found;
  const byType = new Map<string, PlannedChange[]>();
  for (const change of context.changes) {
    if (change.mode !== "managed") continue;
    const list = byType.get(change.type);
    if (list === undefined) byType.set(change.type, [change]);
    else list.push(change);
  }
  const ofType = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  const groupNames = new Map(
    ofType("aws_security_group", "aws_default_security_group").flatMap((group) => {
      const id = idOf(group);
      return id === undefined ? [] : [[id, group.address] as const];
    }),
  );
  const world = { context, ofType, groupNames };
  known.set(context, world);
  return world;
}

/** What a resource says, or said before it goes. */
export function valuesOf({ before, after }: PlannedChange): Values {
  return after ?? before ?? {};
}

/** AWS's id of what is already there. */
export function idOf({ before }: PlannedChange): string | undefined {
  return typeof before?.id === "string" ? before.id : undefined;
}

/** Whether a resource is there after apply. */
export function stays({ action }: PlannedChange): boolean {
  return action !== "destroy" && action !== "forget";
}

/** Changes of the same stack; where there is none, of the stacks of the same environment (`production-service`, `production-data`). */
export function near(change: PlannedChange, changes: readonly PlannedChange[]): readonly PlannedChange[] {
  const here = changes.filter(({ stack }) => stack === change.stack);
  if (here.length > 0) return here;
  const environment = environmentOf(change.stack);
  return changes.filter(({ stack }) => environmentOf(stack) === environment);
}

function environmentOf(stack: string): string {
  return stack.slice(0, Math.max(stack.lastIndexOf("-"), 0)) || stack;
}

/** Whether a value names a resource: by the address in one of its holes, by its id, ARN or name. */
export function refersTo(value: unknown, stack: string, target: PlannedChange): boolean {
  if (Array.isArray(value)) return value.some((item) => refersTo(item, stack, target));
  if (typeof value !== "string" || value === "") return false;
  if (value.includes("<")) {
    return stack === target.stack && holesIn(value).some((expression) => addressIn(expression) === target.address);
  }
  const { id, arn, name } = { ...target.before, ...target.after } as Values;
  return [id, arn, name, target.before?.id, target.before?.arn].some((own) => own === value && own !== "");
}

/** The resource that a value which is nothing but a hole refers to. */
export function behind(value: unknown, stack: string, context: Context): PlannedChange | undefined {
  const address = isHole(value) ? addressIn(holesIn(value)[0] ?? "") : undefined;
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
