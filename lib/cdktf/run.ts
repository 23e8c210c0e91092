import { join } from "node:path";
import { childrenOf } from "../../packages/common/process";
import { runLogged } from "../logged";
import { projectRoot } from "../root";
import type { Interrupts } from "../terminal/interrupts";

/** The CLI: its npm package, and the command that it installs. */
export const cdktfCli = { package: "cdktf-cli", command: "cdktf" } as const;

export interface CdktfOptions {
  /** Such as ["deploy", "production-service"]. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** File that receives all the output; it is emptied first. */
  readonly log: string;
  /** Called for each line of output, soon after it was written. */
  readonly onLine: (line: string) => void;
  readonly interrupts: Interrupts;
  /** The CLI. @default - the project's own */
  readonly cdktf?: string;
}

/** Runs the cdktf CLI to its end and returns its exit code. */
export async function runCdktf(options: CdktfOptions): Promise<number> {
  const { args, env, log, onLine, interrupts } = options;
  const { cdktf = join(projectRoot(), "node_modules", ".bin", cdktfCli.command) } = options;
  let pid: number | undefined;
  const work = runLogged({
    program: cdktf,
    args,
    cwd: projectRoot(),
    // CI: without it, cdktf draws a spinner between the lines even when nobody watches.
    env: { ...env, CI: "1", FORCE_COLOR: "0" },
    log,
    onLine,
    onStart: (started) => (pid = started),
  });
  return interrupts.during(() => void interrupt(pid), work);
}

/**
 * Stops what cdktf runs, which ends cdktf: Terraform finishes what it is doing, saves the state and gives the lock back.
 *
 * cdktf itself must not get the signal: on SIGINT it leaves within a second, its terminal is closed, and Terraform is killed by
 * SIGHUP while it saves (cdktf-cli 0.21, read in its source and seen).
 */
async function interrupt(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  const children = await childrenOf(pid);
  for (const child of children.length > 0 ? children : [pid]) {
    try {
      process.kill(child, "SIGINT");
    } catch {
      // It ended meanwhile.
    }
  }
}
