import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { withoutInherited } from "../../lib/descriptors";
import { projectRoot } from "../../lib/root";

/** What a deployment tried. */
export interface Attempt {
  /** Tag of the image. */
  readonly tag: string;
  /** Whether Terraform made the revision. */
  readonly byTerraform: boolean;
  /** Where several services were to be deployed: the tag of each image that was tried, by key; null where that is not known. */
  readonly images?: Readonly<Record<string, string | null>>;
  /** Process of the Terraform that still applies: how the deployment ends is known when it has ended. @default - none */
  readonly terraform?: number;
}

/**
 * Starts `unattended.ts`, which waits for a rollout that nobody watches any more and records how it ended.
 *
 * @param log receives what it says
 * @returns its process id
 */
export function leaveBehind(environment: string, attempt: Attempt, emulated: boolean, log: string): number | undefined {
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "a", 0o600);
  const program = ["lib/runner/run.mjs", "operations/release/unattended.ts"];
  const args = [...program, environment, emulated ? "emulator" : "aws", JSON.stringify(attempt)];
  const child = withoutInherited(["ignore", out, out], (stdio): ChildProcess =>
    spawn(process.execPath, args, { cwd: projectRoot(), detached: true, stdio }),
  );
  closeSync(out);
  child.unref();
  return child.pid;
}
