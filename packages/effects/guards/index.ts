import { blocksOf, isRecord, type Properties } from "../../terraform-json";
import { guardArguments } from "./arguments";
import { guards } from "./resources";
import { guardStatuses } from "./statuses";
import type { Weakening } from "./weakening";

export type { Weakening } from "./weakening";

/** What is weaker after a change: arguments that guard something, and guards that are gone altogether. */
export function weakenings(type: string, before: Properties | undefined, after: Properties | undefined): Weakening[] {
  if (before === undefined) return [];
  const guard = Object.hasOwn(guards, type) ? guards[type] : undefined;
  if (after === undefined) {
    return guard === undefined ? [] : [{ kind: guard[0], level: guard[1], text: guard[2] }];
  }
  return compare(type, before, after, "", 0);
}

function compare(type: string, before: Properties, after: Properties, path: string, depth: number): Weakening[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [was, becomes] = [before[name], after[name]];
    const own = [...argumentWeakenings(type, name, was, becomes), ...statusWeakenings(type, name, was, becomes)];
    if (own.length > 0) return own.map((weakening) => ({ ...weakening, argument: `${path}${name}` }));
    return depth > 4
      ? []
      : pairsOf(was, becomes).flatMap(([old, young]) => compare(type, old, young, `${path}${name}.`, depth + 1));
  });
}

function argumentWeakenings(type: string, name: string, was: unknown, becomes: unknown): Weakening[] {
  const known = guardArguments.find(
    ({ argument, types }) => argument.test(name) && (types === undefined || types.test(type)),
  );
  if (known === undefined || isUnknown(becomes)) return [];
  const { safe, byDefault, kind, level, text } = known;
  const [old, young] = [was ?? byDefault, becomes ?? byDefault];
  const says = (words: string) => [{ kind, level, text: `${words}: ${text}` }];
  if (safe === "on") return isOn(old) && !isOn(young) ? says(`${name} is off`) : [];
  if (safe === "off") return !isOn(old) && isOn(young) ? says(`${name} is on`) : [];
  if (safe === "set") return isSet(old) && !isSet(young) ? says(`${name} is removed`) : [];
  if (safe === "more") {
    const [least, most] = [numberOf(young) ?? 0, numberOf(old)];
    if (most === undefined || least >= most) return [];
    return [{ kind, level: least === 0 ? "high" : level, text: `${name} is ${least} instead of ${most}: ${text}` }];
  }
  const missing = listOf(old).filter((item) => !listOf(young).includes(item));
  return missing.length > 0 ? says(`${name} loses ${missing.map(String).join(", ")}`) : [];
}

function statusWeakenings(type: string, name: string, was: unknown, becomes: unknown): Weakening[] {
  return guardStatuses
    .filter(({ types, argument }) => types.test(type) && argument.test(name))
    .filter(
      ({ safe }) => typeof was === "string" && safe.test(was) && !isUnknown(becomes) && !safe.test(textOf(becomes)),
    )
    .map(({ kind, level, text, called = name }) => ({
      kind,
      level,
      text: `${called} is ${textOf(becomes) || "not set"}: ${text}`,
    }));
}

/** Blocks that are the same before and after: the only one, or those of one name; a named one that is gone is no weaker one. */
function pairsOf(was: unknown, becomes: unknown): [Properties, Properties][] {
  const [old, young] = [onlyBlock(was), onlyBlock(becomes)];
  if (old !== undefined) return [[old, young ?? {}]];
  const named = new Map(blocksOf(becomes).map((block) => [keyOf(block), block]));
  return blocksOf(was).flatMap((block) => {
    const other = keyOf(block) === undefined ? undefined : named.get(keyOf(block));
    return other === undefined ? [] : [[block, other] as [Properties, Properties]];
  });
}

function keyOf({ name, id, rule_name, priority, path_pattern }: Properties): unknown {
  return name ?? rule_name ?? id ?? priority ?? path_pattern;
}

/** The block that a value is, or the only one of a list. */
function onlyBlock(value: unknown): Properties | undefined {
  const [one] = Array.isArray(value) && value.length === 1 ? (value as unknown[]) : [value];
  return isRecord(one) ? one : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isSet(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== "" &&
    value !== "inherited" &&
    !(Array.isArray(value) && value.length === 0)
  );
}

/** A switch, or a block that is one: `point_in_time_recovery { enabled = true }`. */
function isOn(value: unknown): boolean {
  return value === true || value === "true" || onlyBlock(value)?.enabled === true;
}

function isUnknown(value: unknown): boolean {
  return typeof value === "string" && /^(?:<.*>|\$\{.*\})$/.test(value);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Types that guard something by being there, so that nothing but their end and their switches matters. */
export function isGuard(type: string): boolean {
  return Object.hasOwn(guards, type);
}
