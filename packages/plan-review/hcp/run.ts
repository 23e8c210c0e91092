import { UserError } from "../../common/errors";
import { tryJson } from "../../common/json";
import { type Configuration, isRecord } from "../../terraform-json";
import { readLog, readPlanText, type PlanInput } from "../read";
import { Hcp } from "./client";
import { hcpSettings } from "./settings";

/** The plan of a run, under the name of its stack. */
export interface RunPlan {
  /** The workspace's name, which is the stack's. */
  readonly stack: string;
  readonly kind: "plan" | "log";
  /** `terraform show -json` of the plan, or the output of Terraform when it failed. */
  readonly text: string;
}

/**
 * Reads the plan of a run: the JSON that Terraform made of it, or the log when the plan failed.
 *
 * @param run id, such as "run-CZcmD7eagjhyX0vN"
 * @param hcp @default - as TFE_ADDRESS and TFE_TOKEN say
 * @throws UserError, one line, when there is no such run, it has no plan yet, or HCP Terraform refuses
 */
export async function planOfRun(
  run: string,
  env: NodeJS.ProcessEnv,
  hcp = new Hcp(hcpSettings(env)),
): Promise<RunPlan> {
  if (!/^run-[A-Za-z0-9]{1,64}$/.test(run))
    throw new UserError(`a run is named by its id, run-..., got ${JSON.stringify(run)}`);
  const doing = `read ${run}`;
  const { data, included } = await hcp.read(doing, `/api/v2/runs/${run}?include=workspace`);
  const planId = idOf(data, "plan");
  const workspaceId = idOf(data, "workspace");
  const workspace = included.find((item) => isRecord(item) && item.type === "workspaces" && item.id === workspaceId);
  const stack = attribute(workspace, "name");
  if (planId === undefined || stack === undefined)
    throw new UserError(`cannot ${doing}: the answer names no plan and workspace`);

  const { data: plan } = await hcp.read(`read the plan of ${run}`, `/api/v2/plans/${planId}`);
  const status = attribute(plan, "status") ?? "unknown";
  if (status === "finished") {
    const text = await hcp.text(`read the plan JSON of ${run}`, `/api/v2/plans/${planId}/json-output`);
    if (text === undefined) throw new UserError(`${run} has no plan JSON yet; try again in a few seconds`);
    return { stack, kind: "plan", text };
  }
  if (status !== "errored") throw new UserError(`${run} has no plan: it is ${status}`);
  const log = attribute(plan, "log-read-url");
  const text = log === undefined ? "" : await hcp.signed(`read the log of ${run}`, log);
  return { stack, kind: "log", text: plainLog(text) };
}

/** HCP Terraform frames a log in STX and ETX, and writes messages in JSON where structured output is on. */
export function plainLog(text: string): string {
  return text
    .replaceAll("\u0002", "")
    .replaceAll("\u0003", "")
    .split("\n")
    .map((line) => (line.startsWith("{") ? plainMessage(line) : line))
    .join("\n");
}

function plainMessage(line: string): string {
  const message = tryJson(line);
  if (!isRecord(message) || typeof message["@message"] !== "string") return line;
  const { diagnostic } = message;
  const detail = isRecord(diagnostic) && typeof diagnostic.detail === "string" ? `\n\n${diagnostic.detail}` : "";
  return `${message["@message"]}${detail}`;
}

function idOf(data: Readonly<Record<string, unknown>>, relation: string): string | undefined {
  const relations = isRecord(data.relationships) ? data.relationships : {};
  const related = isRecord(relations[relation]) ? relations[relation].data : undefined;
  // It goes into a path.
  return isRecord(related) && typeof related.id === "string" && /^[\w-]+$/.test(related.id) ? related.id : undefined;
}

function attribute(data: unknown, name: string): string | undefined {
  const value = isRecord(data) && isRecord(data.attributes) ? data.attributes[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

export interface RunPlanOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Every synthesized stack; that of the run's workspace is its configuration. @default - the plan is reviewed without one, with a remark */
  readonly stacks?: readonly Configuration[];
  /** @default - as TFE_ADDRESS and TFE_TOKEN say */
  readonly hcp?: Hcp;
}

/** The plan of a run, as an input of the review. @throws UserError as `planOfRun` does */
export async function runPlan(run: string, { env, stacks = [], hcp }: RunPlanOptions): Promise<PlanInput> {
  const { stack, kind, text } = await planOfRun(run, env, hcp);
  return kind === "log" ? readLog(stack, text) : planInput({ stack, label: run, text, stacks });
}

export interface PlanOfRun {
  readonly stack: string;
  /** How messages call it. */
  readonly label: string;
  readonly text: string;
  readonly stacks: readonly Configuration[];
}

/** The input of the review for a plan that came without its folder. */
export function planInput({ stack, label, text, stacks }: PlanOfRun): PlanInput {
  const configuration = stacks.find(({ name }) => name === stack);
  const input = readPlanText({ stack, label, text, ...(configuration !== undefined && { configuration }) });
  if (input.status !== "planned" || configuration !== undefined) return input;
  const remark =
    "reviewed without its cdk.tf.json: construct paths, ignore_changes and replace_triggered_by are not known";
  return { ...input, remarks: [...input.remarks, remark] };
}
