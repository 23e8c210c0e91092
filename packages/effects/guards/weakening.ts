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
