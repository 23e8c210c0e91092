import { stringsOf, targetsOf, type Block, type Configuration } from "../packages/terraform-json";

/** How a picture names a resource, across stacks. */
export const addressOf = (block: Block): string => `${block.configuration.name}: ${block.address}`;

/** An argument that is plain text here; undefined where it is a reference. */
export function textOf(block: Block, argument: string): string | undefined {
  const value = block.properties[argument];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && !value.includes("${") && value !== "" ? value : undefined;
}

/** What a person calls it: its name in AWS where that is written, else its name in Terraform. */
export function nameOf(block: Block): string {
  const named = ["name", "identifier", "cluster_identifier", "replication_group_id", "bucket", "family", "alarm_name"];
  const tags = block.properties.tags as { readonly Name?: unknown } | undefined;
  const found = named.map((argument) => textOf(block, argument)).find((text) => text !== undefined);
  return found ?? (typeof tags?.Name === "string" ? tags.Name : block.name);
}

/** A number that Terraform may write as text. */
export function numberOf(block: Block, argument: string): number | undefined {
  const number = Number(block.properties[argument] ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

export const isOn = (value: unknown): boolean => value === true || value === "true";

/** Blocks that a text refers to, in any stack, or whose ARN, name or id it is. */
export function blocksBehind(configuration: Configuration, text: string): readonly Block[] {
  return targetsOf(configuration, text).flatMap(({ block }) => (block === undefined ? [] : [block]));
}

/** Names of availability zones by their letters: `eu-central-1a, b, c`. */
export function zonesInWords(zones: readonly string[]): string {
  const [first, ...rest] = [...new Set(zones)].sort();
  return first === undefined ? "" : [first, ...rest.map((zone) => zone.slice(-1))].join(", ");
}

/** `1 to 4`, or `2` where both are the same. */
export const between = (minimum: number | undefined, maximum: number | undefined): string =>
  minimum === maximum ? `${minimum ?? "?"}` : `${minimum ?? "?"} to ${maximum ?? "?"}`;

export const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

export const textsOf = (value: unknown): string[] => stringsOf(value).filter((text) => !text.includes("${"));
