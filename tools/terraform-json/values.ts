/** The arguments of a block: free JSON, keys in Terraform's snake_case. */
export type Properties = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A block that Terraform's JSON may write as an object or as a list of objects, as a list. */
export function blocksOf(value: unknown): Properties[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

/** Strings of a value that Terraform's JSON may write as one string or as a list of strings. */
export function stringsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
