/** Something that the arguments of a resource open, to everyone or to anyone with it. */
export interface Exposure {
  readonly level: "high" | "medium";
  readonly kind: "administrator" | "public" | "open" | "credential" | "unknown";
  /** What follows the name of the resource: `everyone may s3:GetObject`, `port 22 is open to the internet`. */
  readonly text: string;
}

export function isNone(value: unknown): boolean {
  return isMissing(value) || value === "NONE";
}

export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** Whether a value is only known after apply, in a plan or in a configuration. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && /^(?:<.*>|\$\{.*\})$/.test(value);
}

export function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

export function high(kind: Exposure["kind"], text: string): Exposure {
  return { level: "high", kind, text };
}

export function medium(kind: Exposure["kind"], text: string): Exposure {
  return { level: "medium", kind, text };
}
