import { isRecord, kindOf, type Configuration, type Properties } from "../../terraform-json";
import type { PlanInput } from "./input";

const expected = "expected what `terraform show -json PLAN` prints";

/** The newest format that this review knows: https://developer.hashicorp.com/terraform/internals/json-format */
const known = { major: 1, minor: 2 } as const;

export interface PlanText {
  readonly stack: string;
  /** How messages call it: a file's path, or the run it is from. */
  readonly label: string;
  readonly text: string;
  /** @default - see `PlannedInput` */
  readonly configuration?: Configuration;
}

/**
 * The plan in a text; a text that is none gives an input that failed, with one line saying what it is and what was expected.
 *
 * The line never quotes the text: what is not the expected file may be full of secrets.
 */
export function readPlanText({ stack, label, text, configuration }: PlanText): PlanInput {
  const failed = (what: string) => unreadable(stack, `${label} ${what}; ${expected}`);
  const trimmed = text.replace(/^\uFEFF/, "");
  if (trimmed.trim() === "") return failed("is empty");
  let plan: unknown;
  try {
    plan = JSON.parse(trimmed);
  } catch (error) {
    return failed(notJson(trimmed, error));
  }
  return readPlanJson({ stack, label, json: plan, ...(configuration !== undefined && { configuration }) });
}

/** The plan in a value that was JSON. */
export function readPlanJson({
  stack,
  label,
  json: plan,
  configuration,
}: Omit<PlanText, "text"> & { readonly json: unknown }): PlanInput {
  const wrong = isRecord(plan) ? notPlan(plan) : `is ${kindOf(plan)}, not a plan`;
  if (wrong !== undefined || !isRecord(plan))
    return unreadable(stack, `${label} ${wrong ?? "is no plan"}; ${expected}`);
  const remarks = remarksOf(plan);
  return { stack, status: "planned", plan, remarks, ...(configuration !== undefined && { configuration }) };
}

export function unreadable(stack: string, message: string): PlanInput {
  return { stack, status: "failed", message, unreadable: true };
}

/** What a text is that is not JSON. */
function notJson(text: string, error: unknown): string {
  if (text.startsWith("PK\u0003\u0004")) return "is a saved plan in Terraform's own format";
  if (/^\{"@(level|message)"/.test(text)) return "is the stream of `terraform plan -json`, not a plan";
  if (text.includes("\u0000")) return "is not UTF-8 text";
  if (!/^\s*[[{"]/.test(text)) return "is text, not JSON";
  // Node's messages quote the text around the mistake; only the position is taken from them.
  const { message = "" } = Object(error) as { message?: string };
  if (/end of JSON|Unterminated/.test(message))
    return `is cut short: the JSON does not end after ${text.length} characters`;
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const cut = position !== undefined && Number(position) >= text.trimEnd().length;
  if (cut) return `is cut short: the JSON does not end after ${text.length} characters`;
  return `is not JSON${position === undefined ? "" : ` (at character ${position})`}`;
}

/** What a JSON object is that is no plan; undefined for a plan. */
function notPlan(json: Properties): string | undefined {
  const isPlan = json.planned_values !== undefined || json.resource_changes !== undefined;
  if (!isPlan && typeof json.version === "number" && "serial" in json) return "is a Terraform state file, not a plan";
  if (!isPlan && json.values !== undefined) return "is a Terraform state, not a plan";
  if (!isPlan && ["//", "terraform", "resource"].some((key) => key in json)) return "is a configuration, not a plan";
  if (!isPlan && "@level" in json) return "is the stream of `terraform plan -json`, not a plan";
  const { format_version: version } = json;
  if (!isPlan && Object.keys(json).every((key) => key === "format_version"))
    return "is a Terraform state without resources, not a plan";
  if (!isPlan) return "is JSON of another kind, not a plan";
  const major = typeof version === "string" ? /^(\d+)\.\d+$/.exec(version)?.[1] : undefined;
  if (major === undefined) return "is a plan without a format version such as 1.2";
  // Terraform 1.0 wrote 0.2, which 1.1 declared stable and called 1.0.
  if (Number(major) !== known.major && version !== "0.2")
    return `is a plan of format version ${String(version)}, and this review reads 0.2 and 1.x`;
  if (json.resource_changes !== undefined && !Array.isArray(json.resource_changes))
    return `is a plan whose resource_changes is ${kindOf(json.resource_changes)} instead of a list`;
  if (json.output_changes !== undefined && !isRecord(json.output_changes))
    return `is a plan whose output_changes is ${kindOf(json.output_changes)} instead of an object`;
  return undefined;
}

function remarksOf({ format_version: version }: Properties): string[] {
  const [major, minor] = String(version).split(".").map(Number);
  return major === known.major && (minor ?? 0) > known.minor
    ? [`The plan's format ${String(version)} is newer than 1.${known.minor}: what is new in it is not shown.`]
    : [];
}
