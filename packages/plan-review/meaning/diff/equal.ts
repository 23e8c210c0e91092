import { isRecord } from "../../../terraform-json";
import { fits, hasUnknownValue } from "./unknown-values";
import { deepest } from "./parse";

/** Whether `after` may hold unknown values, each of which represents what was there before. */
export interface Knowledge {
  readonly unknownValues: boolean;
}

/** What providers write where nothing was configured: `null`, `""`, `false`, `0`, `[]`, `{}`, and an object of nothing else. */
export function isNothing(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isRecord(value) || depth > deepest) return false;
  return Object.values(value).every((item) => isNothing(item, depth + 1));
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Whether two values mean the same, as far as is known. Terraform takes `5` for `"5"`. */
export function same(before: unknown, after: unknown, knowledge: Knowledge, depth = 0): boolean {
  if (before === after) return true;
  if (isScalar(before) && isScalar(after)) {
    const [was, becomes] = [String(before), String(after)];
    return was === becomes || (knowledge.unknownValues && hasUnknownValue(becomes) && fits(becomes, was));
  }
  if (isNothing(before) && isNothing(after)) return true;
  // An unknown value for a whole list or object.
  if (knowledge.unknownValues && hasUnknownValue(after) && !isScalar(before) && !isNothing(before))
    return fits(after, "");
  if (depth > deepest) return false;
  if (Array.isArray(before) && Array.isArray(after)) {
    return (
      before.length === after.length && before.every((item, index) => same(item, after[index], knowledge, depth + 1))
    );
  }
  if (!isRecord(before) || !isRecord(after)) return false;
  return keysOf(before, after).every((key) => same(before[key], after[key], knowledge, depth + 1));
}

/** Keys of either, sorted; those of the prototype are none. */
export function keysOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

/** One text for values that mean the same: keys sorted, nothing left out. */
export function canonical(value: unknown, depth = 0): string {
  if (isNothing(value)) return "";
  if (isScalar(value)) return JSON.stringify(String(value));
  if (depth > deepest) return "...";
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  if (!isRecord(value)) return "";
  const entries = Object.keys(value)
    .sort()
    .filter((key) => !isNothing(value[key]))
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${entries.join(",")}}`;
}
