import { plural } from "../../common/text";
import { newExposures, type Exposure } from "../../effects";
import { blocksOf, isRecord, type Properties } from "../../terraform-json";
import type { DiffLine, Effect, PlannedChange, Values } from "../model";
import type { ResourceIndex } from "./resource-index";

/** One change with all that is known about it. */
export interface ChangeDetails {
  readonly change: PlannedChange;
  readonly resourceIndex: ResourceIndex;
  /** What a person calls it: the name that AWS knows it by, else the one of its address. */
  readonly name: string;
  /** What it was; empty when it is created. */
  readonly before: Values;
  /** What it becomes; what it was where it goes. */
  readonly after: Values;
  readonly diff: readonly DiffLine[];
  /** Whether one of these arguments changes. */
  readonly changed: (...names: readonly string[]) => boolean;
  /** The lines of one argument. */
  readonly linesOf: (name: string) => readonly DiffLine[];
  /** Whether it goes: destroyed, or replaced. */
  readonly isRemoved: boolean;
  /** Whether it stays and is changed in place. */
  readonly isUpdated: boolean;
  /** What becomes possible for others that was not before. */
  readonly exposures: readonly Exposure[];
}

/** Says what a change means; nothing when it means nothing. */
export type Describer = (details: ChangeDetails) => readonly Effect[];

/** Arguments that name a resource, the most telling first. */
const names = [
  "name",
  "identifier",
  "cluster_identifier",
  "family",
  "bucket",
  "alarm_name",
  "dashboard_name",
  "policy_name",
  "function_name",
  "domain_name",
  "alias",
];

/** What a person calls a resource. A name that is known only after apply is none. */
export function nameOf({ before, after, name }: PlannedChange): string {
  for (const values of [after, before]) {
    for (const argument of names) {
      const text = values?.[argument];
      if (typeof text === "string" && text !== "" && !text.includes("<") && text.length <= 100) return text;
    }
  }
  const tags = (after ?? before)?.tags;
  const tag = isRecord(tags) ? tags.Name : undefined;
  return typeof tag === "string" && tag !== "" && !tag.includes("<") && tag.length <= 100 ? tag : name;
}

export function detailsOf(
  change: PlannedChange,
  resourceIndex: ResourceIndex,
  diff: readonly DiffLine[],
): ChangeDetails {
  const linesOf = (name: string) =>
    diff.filter(({ path: [first = ""] }) => first === name || first.startsWith(`${name} `));
  return {
    change,
    resourceIndex,
    name: nameOf(change),
    before: change.before ?? {},
    after: change.after ?? change.before ?? {},
    diff,
    linesOf,
    changed: (...list) => list.some((name) => linesOf(name).length > 0),
    isRemoved: change.action === "destroy" || change.action === "replace",
    isUpdated: change.action === "update",
    exposures: newExposures(change.type, change.before, change.after),
  };
}

/** The effects that are there. */
export function say(...effects: readonly (Effect | false | undefined)[]): readonly Effect[] {
  return effects.filter((effect) => effect !== false && effect !== undefined);
}

export const high = (text: string): Effect => ({ risk: "high", text });
export const medium = (text: string): Effect => ({ risk: "medium", text });
export const low = (text: string): Effect => ({ risk: "low", text });
export const plain = (text: string): Effect => ({ risk: "none", text });

/** The first block of a name; empty where there is none. */
export function block(values: Values, name: string): Properties {
  return blocksOf(values[name])[0] ?? {};
}

/** A number that Terraform may write as text. */
export function number(value: unknown): number | undefined {
  const found = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

export function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

/** Whether an argument goes from on to off. */
export function turnsOff({ before, after, isUpdated }: ChangeDetails, argument: string): boolean {
  return isUpdated && isOn(before[argument]) && !isOn(after[argument]) && !isUnknown(after[argument]);
}

export function turnsOn({ before, after, isUpdated }: ChangeDetails, argument: string): boolean {
  return isUpdated && !isOn(before[argument]) && isOn(after[argument]);
}

/** Whether a value is known only after apply. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("<") && value.endsWith(">");
}

/** A value in a sentence; empty where there is none to say. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** `1 task`, `2 tasks` */
export function count(number_: number, noun: string): string {
  return plural(number_, noun);
}
