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

/** The value at a property such as `network_configuration[0].subnets`; undefined when there is none. */
export function valueAt(value: unknown, property: string): unknown {
  return property
    .split(/[.[\]]+/)
    .filter((key) => key !== "")
    .reduce<unknown>((at, key) => (isRecord(at) ? at[key] : Array.isArray(at) ? at[Number(key)] : undefined), value);
}

/** A value in words, for errors. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return value === null ? "null" : "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

/** How errors call an input that may have a name. */
export function labelOf(name: string | undefined): string {
  return name === undefined ? "Terraform JSON" : `Terraform JSON of ${name}`;
}

/** The object that a text or a parsed value is. @throws one error that says what was got instead */
export function parseObject(input: unknown, label: string): Properties {
  let json = input;
  if (typeof input === "string") {
    try {
      json = JSON.parse(input);
    } catch (error) {
      throw new Error(`${label} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  if (!isRecord(json)) throw new Error(`${label} must be an object, got ${kindOf(json)}`);
  return json;
}
