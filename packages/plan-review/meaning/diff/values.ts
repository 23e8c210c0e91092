import type { DiffLine } from "../../model";
import { decodeText } from "../../../effects";
import { isRecord } from "../../../terraform-json";
import { isNothing, isScalar, keysOf, same, type Knowledge } from "./equal";
import { changed, type Path } from "./lines";
import { diffList, type Walk } from "./lists";
import { deepest, parseStructure } from "./parse";
import { diffPolicy, isPolicy } from "./policies";
import { textLine } from "./text";

/** How two values differ, as lines below a path; none when they mean the same as far as is known. */
export function diffValue(path: Path, before: unknown, after: unknown, knowledge: Knowledge, depth = 0): DiffLine[] {
  if (same(before, after, knowledge)) return [];
  if (depth > deepest) return [changed(path, before, after)];
  if (typeof before === "string" || typeof after === "string") return diffText(path, before, after, knowledge, depth);
  const lists = both(before, after, (value) => (Array.isArray(value) ? (value as unknown[]) : undefined), []);
  if (lists !== undefined) return diffList(path, ...lists, walkOf(knowledge, depth + 1));
  const records = both(before, after, (value) => (isRecord(value) ? value : undefined), {});
  if (records !== undefined) return diffRecord(path, ...records, knowledge, depth + 1);
  return [changed(path, before, after)];
}

/** Both values as one kind, where nothing at all counts as an empty one; undefined where either is of another kind. */
function both<Kind>(
  before: unknown,
  after: unknown,
  asKind: (value: unknown) => Kind | undefined,
  empty: Kind,
): [Kind, Kind] | undefined {
  const read = (value: unknown) => asKind(value) ?? (isNothing(value) ? empty : undefined);
  const [was, becomes] = [read(before), read(after)];
  return was === undefined || becomes === undefined ? undefined : [was, becomes];
}

export function walkOf(knowledge: Knowledge, depth = 0): Walk {
  return { knowledge, into: (path, before, after) => diffValue(path, before, after, knowledge, depth) };
}

/** Key by key, in the order of the alphabet. */
export function diffRecord(
  path: Path,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  knowledge: Knowledge,
  depth = 0,
): DiffLine[] {
  return keysOf(before, after).flatMap((key) => {
    const [was, becomes] = [own(before, key), own(after, key)];
    return diffValue([...path, key], was, becomes, knowledge, depth);
  });
}

/** A value that is in the record itself: `constructor` is of every object. */
export function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function diffText(path: Path, before: unknown, after: unknown, knowledge: Knowledge, depth: number): DiffLine[] {
  const [plainBefore, plainAfter] = [decoded(before), decoded(after)];
  if (plainBefore !== before || plainAfter !== after) return diffText(path, plainBefore, plainAfter, knowledge, depth);
  const [was, becomes] = [parseStructure(before), parseStructure(after)];
  if ((was !== undefined || isNothing(before)) && (becomes !== undefined || isNothing(after))) {
    if (was !== undefined || becomes !== undefined) {
      return isPolicy(was ?? becomes)
        ? diffPolicy(path, was, becomes, knowledge)
        : diffValue(path, was, becomes, knowledge, depth + 1);
    }
  }
  const isLong = [before, after].some((text) => typeof text === "string" && text.trim().includes("\n"));
  if (isLong && (isScalar(before) || isNothing(before)) && (isScalar(after) || isNothing(after))) {
    return [textLine(path, textOf(before), textOf(after), knowledge)];
  }
  return [changed(path, before, after)];
}

/** Scripts and settings in base64 are read by what runs them, so a reviewer must be able to. */
function decoded(value: unknown): unknown {
  const text = typeof value === "string" ? decodeText(value) : undefined;
  return text !== undefined && /\s|^\{/.test(text) ? text : value;
}

function textOf(value: unknown): string {
  return isScalar(value) ? String(value) : "";
}
