import { nameOf } from "../../effects/secrets";

/** Indexes that belong together: by name where every entry has one of its own, else by place. */
export function alignments(
  before: readonly unknown[],
  after: readonly unknown[],
): (readonly [number | undefined, number | undefined])[] {
  const [names, others] = [indexesByName(before), indexesByName(after)];
  if (names === undefined || others === undefined) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [
      index < before.length ? index : undefined,
      index < after.length ? index : undefined,
    ]);
  }
  const removed = [...names].filter(([name]) => !others.has(name));
  return [
    ...[...others].map(([name, index]) => [names.get(name), index] as const),
    ...removed.map(([, index]) => [index, undefined] as const),
  ];
}

function indexesByName(list: readonly unknown[]): Map<string, number> | undefined {
  const indexes = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const name = nameOf(item);
    if (name === undefined || indexes.has(name)) return undefined;
    indexes.set(name, index);
  }
  return indexes;
}

/**
 * A copy of an object with one property in the place of another; the object itself where it is a copy already.
 *
 * @param original what must not be touched
 */
export function setProperty(
  object: Readonly<Record<string, unknown>> | undefined,
  original: unknown,
  key: string,
  shown: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = object === original ? { ...object } : (object as Record<string, unknown>);
  if (shown !== key) delete copy[key];
  let name = shown;
  for (let count = 2; shown !== key && Object.hasOwn(copy, name); count++) name = `${shown} ${count}`;
  // An assignment to __proto__ would change nothing that JSON shows.
  Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true });
  return copy;
}
