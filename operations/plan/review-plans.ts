import { basename, extname, join } from "node:path";
import { existsSync, readdirSync, statSync } from "node:fs";
import { projectRoot } from "../../lib/root";
import { run, type RunOptions } from "../../packages/plan-review/run";
import { attachmentsOf } from "./attachments";
import { plansFolder } from "./folder";
import { reviewSettings } from "./review-settings";

type Files = RunOptions["files"];

export interface ReviewPlansOptions {
  /** Plans, logs and folders of them. @default - `plans` in the project, where no run of HCP Terraform is reviewed */
  readonly paths: readonly string[];
  /** What synth wrote. @default - `cdktf.out` in the project */
  readonly synth: string | undefined;
  readonly files: { readonly [Format in keyof Files]: string | undefined };
  readonly comment: string | undefined;
  readonly fullText: string | undefined;
  readonly hcpRun: string | undefined;
  readonly reviewed: string | undefined;
  /** Results of other tools. @default - none */
  readonly merged?: readonly string[];
  /** Whether the older findings become the baseline. @default false */
  readonly writesBaseline?: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** Reviews plans with the policies and the waivers of this project, and writes what was asked for. */
export async function reviewPlans({
  paths,
  synth,
  files,
  comment,
  fullText,
  hcpRun,
  reviewed,
  merged = [],
  writesBaseline = false,
  env,
}: ReviewPlansOptions) {
  const plans = paths.length === 0 && hcpRun === undefined ? [plansFolder()] : paths;
  const { text, problems, code, review } = await run({
    paths: plans,
    synth: synth ?? join(projectRoot(), "cdktf.out"),
    files: Object.fromEntries(Object.entries(files).filter(([, file]) => file !== undefined)),
    ...(hcpRun !== undefined && { hcpRun }),
    ...(comment !== undefined && { comment }),
    ...(fullText !== undefined && { fullText }),
    ...(reviewed !== undefined && { reviewed }),
    merged,
    writesBaseline,
    env,
    attach: attachmentsOf,
    // A run of HCP Terraform says only later which stack it is of.
    review: await reviewSettings(hcpRun === undefined ? plans.flatMap(stacksOf) : undefined),
  });
  return { text, problems, code, json: review };
}

/** Names of the stacks whose plans a path holds. */
function stacksOf(path: string): readonly string[] {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return (isFolder ? readdirSync(path) : [path]).map((file) => basename(file, extname(file)));
}
