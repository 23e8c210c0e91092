import type { DiffLine } from "../../model";
import { isRecord } from "../../../terraform-json";
import { canonical, isNothing, isScalar, same, type Knowledge } from "./equal";
import { hasUnknownValue } from "./unknown-values";
import { added, changed, removed, type Path } from "./lines";

/** What a block is known by, the most telling first. */
const identifyingKeys = [
  "id",
  "sid",
  "name",
  "key",
  "rule_id",
  "rulePriority",
  "priority",
  "device_name",
  "container_name",
  "containerName",
  "sourceVolume",
  "capacity_provider",
  "resource_type",
  "target_group_arn",
  "instance_type",
  "type",
  "field",
];

/** Lists whose order is their meaning: one word after the other. */
const ordered = new Set(["command", "entryPoint", "entry_point", "arguments", "args"]);

/** Unknown values that are compared with what was there; where there are more, all are shown. */
const mostComparisons = 10_000;

/** How a list is walked: `into` compares what is below an element. */
export interface Walk {
  readonly knowledge: Knowledge;
  readonly into: (path: Path, before: unknown, after: unknown) => DiffLine[];
}

type Record_ = Readonly<Record<string, unknown>>;

/** Element by element: scalars by value, blocks by what identifies them. */
export function diffList(path: Path, before: readonly unknown[], after: readonly unknown[], walk: Walk): DiffLine[] {
  const all = [...before, ...after];
  if (all.every(isScalar)) return diffScalars(path, before, after, walk.knowledge);
  if (!all.every(isRecord)) return [changed(path, before, after)];
  if (before.length <= 1 && after.length <= 1) return walk.into(path, before[0] ?? {}, after[0] ?? {});
  const [was, becomes] = [before as Record_[], after as Record_[]];
  const key = identifyingKeys.find((name) => identifies(name, was) && identifies(name, becomes));
  return key === undefined ? diffUnnamed(path, was, becomes, walk) : diffNamed(path, key, was, becomes, walk);
}

/** Blocks by name: `parameter max_connections 100 -> 200`. */
function diffNamed(
  path: Path,
  key: string,
  before: readonly Record_[],
  after: readonly Record_[],
  walk: Walk,
): DiffLine[] {
  const [was, becomes] = [byKey(key, before), byKey(key, after)];
  return [...new Set([...was.keys(), ...becomes.keys()])].flatMap((name) => {
    const place = labelled(path, name);
    const [old, young] = [was.get(name), becomes.get(name)];
    if (old === undefined) return [added(place, young && contentOf(young, key))];
    if (young === undefined) return [removed(place, contentOf(old, key))];
    return walk.into(place, old, young).map((line) => withoutValue(line, place));
  });
}

/** Blocks without a name: those that stand on both sides are the same; the others are paired when there are as many. */
function diffUnnamed(path: Path, before: readonly Record_[], after: readonly Record_[], walk: Walk): DiffLine[] {
  const [gone, fresh] = unmatched(before, after, walk.knowledge);
  if (gone.length === 0 && fresh.length === 0) return [changed(path, before, after, "order")];
  if (gone.length === fresh.length) {
    return gone.flatMap((item, index) =>
      walk.into(gone.length === 1 ? path : labelled(path, `#${index + 1}`), item, fresh[index]),
    );
  }
  return [...gone.map((item) => removed(path, item)), ...fresh.map((item) => added(path, item))];
}

function diffScalars(
  path: Path,
  before: readonly unknown[],
  after: readonly unknown[],
  knowledge: Knowledge,
): DiffLine[] {
  const words = (list: readonly unknown[]) => (list.length === 0 ? undefined : list.join(" "));
  if (ordered.has(path.at(-1) ?? "")) return [changed(path, words(before), words(after))];
  if (before.length === 0) return after.map((item) => added(path, item));
  if (after.length === 0) return before.map((item) => removed(path, item));
  const [gone, fresh] = unmatched(before, after, knowledge);
  if (gone.length === 0 && fresh.length === 0) return reordered(path, before, after, knowledge);
  if (gone.length === 1 && fresh.length === 1) return [changed(path, gone[0], fresh[0])];
  return [...gone.map((item) => removed(path, item)), ...fresh.map((item) => added(path, item))];
}

/** The same elements in another order; which is not known of where there are unknown values. */
function reordered(
  path: Path,
  before: readonly unknown[],
  after: readonly unknown[],
  { unknownValues }: Knowledge,
): DiffLine[] {
  return unknownValues && after.some(hasUnknownValue) ? [] : [changed(path, before, after, "order")];
}

/** Elements that stand only before, and only after; with unknown values, one that fits another is no news. */
export function unmatched<Item>(
  before: readonly Item[],
  after: readonly Item[],
  knowledge: Knowledge,
): [gone: Item[], fresh: Item[]] {
  const counts = new Map<string, number>();
  for (const item of before) counts.set(canonical(item), (counts.get(canonical(item)) ?? 0) + 1);
  const unmatchedAfter = after.filter((item) => !take(counts, canonical(item)));
  const unmatchedBefore = before.filter((item) => take(counts, canonical(item)));
  if (!knowledge.unknownValues || unmatchedBefore.length * unmatchedAfter.length > mostComparisons) {
    return [unmatchedBefore, unmatchedAfter];
  }
  const gone = [...unmatchedBefore];
  const fresh = unmatchedAfter.filter((item) => {
    const found = gone.findIndex((other) => same(other, item, knowledge));
    if (found === -1) return true;
    gone.splice(found, 1);
    return false;
  });
  return [gone, fresh];
}

function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

/** Whether every block has this key, each another value. */
function identifies(key: string, list: readonly Record_[]): boolean {
  const names = list.map((item) => nameOf(item, key));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function byKey(key: string, list: readonly Record_[]): Map<string, Record_> {
  return new Map(list.map((item) => [nameOf(item, key) ?? "", item]));
}

/** CloudWatch's widgets are known by their title only. */
function nameOf(item: Record_, key: string): string | undefined {
  const properties = isRecord(item.properties) ? item.properties : undefined;
  const name = key === "name" ? (item.name ?? properties?.title) : Object.hasOwn(item, key) ? item[key] : undefined;
  return isScalar(name) && name !== "" ? String(name) : undefined;
}

/** What a block says beside its name; its `value` alone where that is all. */
export function contentOf(item: Record_, key: string): unknown {
  const rest = Object.fromEntries(Object.entries(item).filter(([name, value]) => name !== key && !isNothing(value)));
  const isValue = isScalar(rest.value) && Object.keys(rest).every((name) => ["value", "apply_method"].includes(name));
  return isValue ? rest.value : Object.keys(rest).length === 0 ? (item.value ?? undefined) : rest;
}

/** `parameter work_mem`, `value` is `parameter work_mem`. */
function withoutValue(line: DiffLine, place: Path): DiffLine {
  return line.path.length === place.length + 1 && line.path.at(-1) === "value" ? { ...line, path: place } : line;
}

/** The last step of a path with a name: `rule expire-old`. */
export function labelled(path: Path, name: string): Path {
  const last = path.at(-1);
  return last === undefined ? [name] : [...path.slice(0, -1), `${last} ${name}`];
}
