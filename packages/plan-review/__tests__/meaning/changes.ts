import { meaningOf } from "../../meaning";
import { instanceSize } from "../instance-size";
import type { Context, Meaning, PlannedChange, Values } from "../../model";

/** A planned change of `type.name`; the action follows from what is there before and after, unless it is said. */
export function change(
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  more: Partial<PlannedChange> = {},
): PlannedChange {
  const [type = "", name = ""] = address.split(".");
  const action = before === undefined ? "create" : after === undefined ? "destroy" : "update";
  return {
    stack: "production-service",
    address,
    mode: "managed",
    type,
    name,
    action,
    actions: [action],
    createBeforeDestroy: false,
    replacePaths: [],
    replaceTriggeredBy: [],
    before,
    after,
    unknown: [],
    ignoreChanges: [],
    ...more,
  };
}

/** As `change`, of what is there and stays as it is. */
export function there(address: string, values: Values, more: Partial<PlannedChange> = {}): PlannedChange {
  return change(address, values, values, { action: "no-op", actions: ["no-op"], ...more });
}

/** As `change`, replaced. */
export function replaced(
  address: string,
  before: Values,
  after: Values,
  more: Partial<PlannedChange> = {},
): PlannedChange {
  return change(address, before, after, { action: "replace", actions: ["delete", "create"], ...more });
}

export function contextOf(...changes: readonly PlannedChange[]): Context {
  const byAddress = new Map(changes.map((item) => [`${item.stack} ${item.address}`, item]));
  return { changes, find: (stack, address) => byAddress.get(`${stack} ${address}`), instanceSize };
}

export function meaning(of: PlannedChange, ...others: readonly PlannedChange[]): Meaning {
  return meaningOf(of, contextOf(of, ...others));
}

/** Effects as one reads them: `high: database main will be replaced: data loss`. */
export function effects(of: PlannedChange, ...others: readonly PlannedChange[]): string[] {
  return meaning(of, ...others).effects.map(({ risk, text }) => `${risk}: ${text}`);
}
