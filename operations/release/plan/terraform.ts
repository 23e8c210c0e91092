import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { terraform, type Terraform } from "../../../lib/terraform";
import { imageTagVariable } from "../../../modules/platform/environment/names";
import { explain } from "../../plan/terraform";
import type { Tags } from "../tags";
import { readRelease, type PlannedRelease } from "./expected";

/** A plan of the service stack, kept until it is applied or thrown away. */
export interface SavedPlan extends PlannedRelease {
  readonly program: Pick<Terraform, "binary" | "env">;
  /** Folder of the stack's configuration. */
  readonly stack: string;
  /** Folder of the plan file, which nobody else may read: it holds the values of the state. */
  readonly folder: string;
  readonly file: string;
}

export interface Applying {
  /** Process that continues when this one ends. */
  readonly pid: number;
  /** Ends with Terraform. @returns its exit code */
  readonly done: Promise<number>;
}

export interface PlannedRun {
  /** Tags by key of the image; the others keep the tag that their record names. */
  readonly tags: Tags;
  /** Addresses that alone are planned, with what they depend on. @default - everything */
  readonly only?: readonly string[];
}

/** Time to wait for another run of Terraform that is about to end. */
const lockTimeout = "-lock-timeout=30s";

/**
 * Plans the service stack with tags of images; nothing is changed.
 *
 * @throws UserError when Terraform refuses: exit code "busy" when somebody else holds the lock of the state
 */
export async function planRelease(
  program: Pick<Terraform, "binary" | "env">,
  stack: string,
  { tags, only = [] }: PlannedRun,
): Promise<SavedPlan> {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  const file = join(folder, "release.tfplan");
  const run = (args: readonly string[]) =>
    terraform(program, stack, args).catch((error: unknown) => {
      if (error instanceof UserError && /Error acquiring the state lock/.test(error.message)) {
        throw new UserError(explain(error.message, basename(stack), program.env), exitCodes.busy);
      }
      throw error;
    });
  try {
    await run(["init", "-input=false", "-no-color"]);
    // -var, since HCP Terraform does not get the variables of this process.
    const variables = Object.entries(tags).map(([key, tag]) => `-var=${imageTagVariable(key)}=${tag}`);
    const targets = only.map((address) => `-target=${address}`);
    await run(["plan", "-input=false", "-no-color", lockTimeout, ...variables, ...targets, `-out=${file}`]);
    const json: unknown = JSON.parse(await run(["show", "-json", "-no-color", file]));
    return { ...readRelease(json), program, stack, folder, file };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export const discard = ({ folder }: SavedPlan): void => rmSync(folder, { recursive: true, force: true });

/**
 * Applies a plan in a session of its own: Ctrl-C and the end of this process do not reach it, so that the rollout continues and the state is
 * saved when nobody watches any more. Its plan file goes when it is done.
 *
 * @param log file that receives what Terraform says
 */
export function applyRelease({ program, stack, folder, file }: SavedPlan, log: string): Applying {
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "w", 0o600);
  const script = '"$@"; code=$?; rm -rf "$0"; exit $code';
  const args = [program.binary, "apply", "-input=false", "-no-color", lockTimeout, file];
  const child = spawn("/bin/sh", ["-c", script, folder, ...args], {
    cwd: stack,
    env: program.env,
    detached: true,
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  child.unref();
  const done = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { pid: child.pid ?? 0, done };
}

/** The Terraform that a run has started. */
export interface RunningTerraform {
  /** Its process, while it runs. */
  pid?: number | undefined;
}

/** Applies a plan as `applyRelease` does; `terraform` has its process for as long as it runs. */
export function applyFor(
  { log, terraform: running }: { readonly log: string; readonly terraform: RunningTerraform },
  plan: SavedPlan,
): Applying {
  const applying = applyRelease(plan, log);
  running.pid = applying.pid;
  const ended = () => {
    running.pid = undefined;
  };
  applying.done.then(ended, ended);
  return applying;
}

/** The errors that Terraform printed, at most 40 lines; its last lines where there is no error. */
export function errorsIn(log: string): string {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const first = lines.findIndex((line) => /^\W*Error: /.test(line));
  return (first < 0 ? lines.slice(-10) : lines.slice(first, first + 40)).join("\n");
}
