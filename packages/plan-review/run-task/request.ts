import { tryJson } from "../../common/json";
import { isRecord } from "../../terraform-json";

/** What HCP Terraform asks: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-tasks/run-tasks-integration */
export interface TaskRequest {
  readonly accessToken: string;
  readonly stage: string;
  readonly runId: string;
  readonly taskResultId: string;
  readonly workspace: string;
  readonly callbackUrl: string;
  /** @default - the stage has no plan */
  readonly planUrl?: string;
  /** Page of the run. @default - HCP Terraform did not say */
  readonly runUrl?: string;
}

/** A request; the `ping` that tells whether the server is there when the run task is made; or what is wrong, in a line. */
export type Parsed = { readonly task: TaskRequest } | { readonly ping: true } | { readonly problem: string };

/** Reads a body whose signature was found right. @param address where HCP Terraform is: every URL must lead there */
export function parseRequest(text: string, address: string): Parsed {
  const json = tryJson(text);
  if (!isRecord(json)) return { problem: "the body is no JSON object" };
  // HCP Terraform sends it when a run task is created or changed; there is nothing to call back.
  if (json.access_token === "test-token") return { ping: true };
  if (json.payload_version !== 1)
    return { problem: `payload_version must be 1, got ${JSON.stringify(json.payload_version)}` };
  const field = (name: string): string => (typeof json[name] === "string" ? json[name] : "");
  const required = ["access_token", "stage", "run_id", "task_result_id", "workspace_name", "task_result_callback_url"];
  const missing = required.find((name) => field(name) === "");
  if (missing !== undefined) return { problem: `${missing} is missing` };
  for (const name of ["task_result_callback_url", "plan_json_api_url"]) {
    const url = field(name);
    if (url !== "" && !leadsTo(url, address)) return { problem: `${name} does not lead to the API of ${address}` };
  }
  const [planUrl, runUrl] = [field("plan_json_api_url"), field("run_app_url")];
  return {
    task: {
      accessToken: field("access_token"),
      stage: field("stage"),
      runId: field("run_id")
        .replace(/[^\w-]/g, "")
        .slice(0, 80),
      taskResultId: field("task_result_id"),
      workspace: field("workspace_name"),
      callbackUrl: field("task_result_callback_url"),
      ...(planUrl !== "" && { planUrl }),
      ...(runUrl !== "" && leadsTo(runUrl, address, "/") && { runUrl }),
    },
  };
}

function leadsTo(url: string, address: string, folder = "/api/v2/"): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, pathname, username, password } = new URL(url);
  return origin === new URL(address).origin && pathname.startsWith(folder) && username === "" && password === "";
}
