import { isRecord } from "../../../packages/terraform-json";

/** What differs between two sets of container definitions. */
export interface ContainerDifferences {
  /** Images that differ: "v41 -> v42" by container. */
  readonly images: readonly { readonly container: string; readonly before: string; readonly after: string }[];
  /** All else, in words; values of variables are left out. */
  readonly others: readonly string[];
}

type Definition = Readonly<Record<string, unknown>>;

/** Compares container definitions of ECS or Terraform; what is empty is the same as what is not there. */
export function compareContainers(before: readonly unknown[], after: readonly unknown[]): ContainerDifferences {
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const images: { container: string; before: string; after: string }[] = [];
  const others: string[] = [];
  for (const name of names) {
    const [one, two] = [old.get(name), now.get(name)];
    if (one === undefined || two === undefined) {
      others.push(`container ${name} ${one === undefined ? "is new" : "is gone"}`);
      continue;
    }
    for (const key of new Set([...Object.keys(one), ...Object.keys(two)])) {
      if (same(one[key], two[key])) continue;
      if (key === "image") images.push({ container: name, before: String(one.image), after: String(two.image) });
      else others.push(...propertyDifference(name, key, one[key], two[key]));
    }
  }
  return { images, others };
}

function byName(definitions: readonly unknown[]): Map<string, Definition> {
  return new Map(definitions.filter(isRecord).map((definition) => [String(definition.name), definition]));
}

/** Lists with names, such as variables and secrets, are reported name by name, without the value behind a name. */
function propertyDifference(container: string, key: string, before: unknown, after: unknown): readonly string[] {
  const [old, now] = [named(before), named(after)];
  if (old === undefined || now === undefined) {
    return [`container ${container}: ${key} ${short(before)} -> ${short(after)}`];
  }
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    if (same(old.get(name), now.get(name))) return [];
    const what = !old.has(name) ? "added" : !now.has(name) ? "removed" : "changed";
    return [`container ${container}: ${key} ${name} ${what}`];
  });
}

function named(value: unknown): Map<string, unknown> | undefined {
  if (isEmpty(value)) return new Map();
  if (!Array.isArray(value) || !value.every((item) => isRecord(item) && typeof item.name === "string"))
    return undefined;
  return new Map(value.map((item: Definition) => [String(item.name), item]));
}

// Terraform writes "" where there is nothing, and plans null.
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.values(value).every(isEmpty));

/** Whether two values are the same, whatever the order of their keys. */
export function same(one: unknown, two: unknown): boolean {
  if (isEmpty(one) || isEmpty(two)) return isEmpty(one) && isEmpty(two);
  if (Array.isArray(one) && Array.isArray(two)) {
    return one.length === two.length && one.every((item, index) => same(item, two[index]));
  }
  if (isRecord(one) && isRecord(two)) {
    return [...Object.keys(one), ...Object.keys(two)].every((key) => same(one[key], two[key]));
  }
  return one === two;
}

function short(value: unknown): string {
  if (isEmpty(value)) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
