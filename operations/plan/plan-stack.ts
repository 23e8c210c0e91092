import { readLog } from "../../packages/plan-review/read";
import type { PlansFolder } from "./folder";
import { explain, type TerraformRuns } from "./terraform";

/** What became of the plan of one stack. */
export interface Planned {
  readonly stack: string;
  readonly status: "no changes" | "changes" | "failed" | "waiting";
  /** "3 to add, 1 to change", what it waits for, or why it failed: one line. */
  readonly message: string;
}

export interface PlanStackOptions {
  readonly stack: string;
  /** Folder that holds its `cdk.tf.json`; absolute. */
  readonly folder: string;
  readonly plans: PlansFolder;
  readonly terraform: TerraformRuns;
  /** Whether the state is locked meanwhile; without, no right to write to the state's bucket is needed. */
  readonly lock: boolean;
}

/** Seconds that a plan waits for the lock of a state. */
const lockSeconds = 60;

/** `terraform init`; the outcome when it failed, undefined when the stack can be planned. */
export async function initialize(options: PlanStackOptions): Promise<Planned | undefined> {
  const { stack, folder, plans, terraform } = options;
  plans.clear(stack);
  const { code, output } = await terraform.run(folder, ["init", "-input=false", "-no-color"]);
  return code === 0 ? undefined : failed(options, output);
}

/** `terraform plan` and `terraform show -json` of a stack that is initialized; writes the plan, its JSON or the log. */
export async function planStack(options: PlanStackOptions): Promise<Planned> {
  const { stack, folder, plans, terraform, lock } = options;
  const file = plans.file(stack, "plan");
  const locking = lock ? [`-lock-timeout=${lockSeconds}s`] : ["-lock=false"];
  const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", `-out=${file}`, ...locking];
  const { code, output } = await terraform.run(folder, args);
  // -detailed-exitcode: 0 no changes, 1 error, 2 changes.
  if (code !== 0 && code !== 2) return failed(options, output);
  plans.protect(stack);
  const shown = await terraform.run(folder, ["show", "-json", "-no-color", file]);
  if (shown.code !== 0) return failed(options, shown.output);
  plans.write(stack, "json", shown.stdout);
  return code === 0
    ? { stack, status: "no changes", message: "no changes" }
    : { stack, status: "changes", message: countsIn(output) };
}

/** Terraform may have written a plan before it failed, of what it could plan: it is not kept. */
function failed({ plans, stack, terraform }: PlanStackOptions, output: string): Planned {
  plans.clear(stack);
  plans.write(stack, "log", output);
  const read = readLog(stack, output);
  return read.status === "waiting"
    ? { stack, status: "waiting", message: read.message }
    : { stack, status: "failed", message: explain(output, stack, terraform.program.env) };
}

function countsIn(output: string): string {
  const [, counts] = /^Plan: (.*?)\.?$/m.exec(output) ?? [];
  return counts ?? "outputs change";
}
