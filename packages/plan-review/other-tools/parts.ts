import { isRecord, type Properties } from "../../terraform-json";

/** What another tool found, before it is known which resource of the plan it is about. */
export interface OtherFinding {
  readonly tool: string;
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly text: string;
  /** The block, without module and index: `aws_s3_bucket.uploads`. @default - it is about none */
  readonly block?: string;
  /** `main.tf:12`; empty where the tool names no file. */
  readonly place: string;
}

/** What Infracost says of one run. Amounts are per month. */
export interface FoundCosts {
  readonly currency: string;
  /** After the plan is applied. */
  readonly total: number | undefined;
  /** What the plan adds, or saves. */
  readonly change: number | undefined;
  readonly resources: readonly { readonly name: string; readonly change: number }[];
}

export function recordsOf(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
