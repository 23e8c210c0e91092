/** What is weaker than it was. */
export interface Weakening {
  readonly level: "high" | "medium";
  readonly kind: "audit" | "recovery" | "protection" | "encryption" | "identity" | "monitoring";
  /** What follows the name of the resource: `enable_logging is off: API calls are no longer recorded`. */
  readonly text: string;
  /** The argument that changed; undefined where the whole resource is gone. */
  readonly argument?: string;
}

export type Level = Weakening["level"];
export type Kind = Weakening["kind"];

/** An argument that guards something by its value, for one type or for all that have it. */
export interface GuardArgument {
  readonly argument: RegExp;
  /** @default - every type */
  readonly types?: RegExp;
  /** `on`: true is safer; `off`: false is; `more`: a greater number is; `set`: any value is safer than none; `all`: a longer list is. */
  readonly safe: "on" | "off" | "more" | "set" | "all";
  /** What the provider takes where it is not set. @default - off, 0, nothing */
  readonly byDefault?: unknown;
  readonly kind: Kind;
  readonly level: Level;
  readonly text: string;
}
