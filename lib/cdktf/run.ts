import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { childrenOf, sleep } from "../../packages/common/process";
import { projectRoot } from "../root";
import type { Interrupts } from "../terminal/interrupts";

/** The CLI: its npm package, and the command that it installs. */
export const cdktfCli = { package: "cdktf-cli", command: "cdktf" } as const;

export interface CdktfOptions {
  /** Such as ["deploy", "production-service"]. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** File that receives all the output; it is begun anew. */
  readonly log: string;
  /** Called for each line of output, soon after it was written. */
  readonly onLine: (line: string) => void;
  readonly interrupts: Interrupts;
  /** The CLI. @default - the project's own */
  readonly cdktf?: string;
}

/**
 * Runs the cdktf CLI to its end and returns its exit code.
 *
 * Its output goes straight into the log file, which is read back: cdktf goes on in good order even when this process is
 * killed, whereas a broken pipe would end it and leave Terraform's lock behind.
 */
export async function runCdktf(options: CdktfOptions): Promise<number> {
  const { args, env, log, onLine, interrupts } = options;
  const { cdktf = join(projectRoot(), "node_modules", ".bin", cdktfCli.command) } = options;
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "w+");
  const child = spawn(cdktf, args, {
    cwd: projectRoot(),
    // CI: without it, cdktf draws a spinner between the lines even when nobody watches.
    env: { ...env, CI: "1", FORCE_COLOR: "0" },
    // In a session of its own, it does not get the terminal's Ctrl-C: see stop().
    detached: true,
    stdio: ["ignore", out, out],
  });
  const stop = (): void => void interrupt(child.pid);
  const lines = new LineReader(out, onLine);
  try {
    const ended = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    let running = true;
    const watch = (async () => {
      for (; running; await sleep(100)) lines.read();
    })();
    const code = await interrupts.during(
      stop,
      ended.finally(() => (running = false)),
    );
    await watch;
    lines.end();
    return code;
  } finally {
    closeSync(out);
  }
}

/**
 * Stops what cdktf runs, which ends cdktf: Terraform finishes what it is doing, saves the state and gives the lock back.
 *
 * cdktf itself must not be told: on SIGINT it leaves within a second, its terminal is closed, and Terraform is killed by
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

/** Reads a file that grows, line by line. */
class LineReader {
  private position = 0;
  private rest = Buffer.alloc(0);

  constructor(
    private readonly file: number,
    private readonly onLine: (line: string) => void,
  ) {}

  read(): void {
    const added = Buffer.alloc(fstatSync(this.file).size - this.position);
    if (added.length === 0) return;
    this.position += readSync(this.file, added, 0, added.length, this.position);
    this.rest = Buffer.concat([this.rest, added]);
    for (let end = this.rest.indexOf("\n"); end >= 0; end = this.rest.indexOf("\n")) {
      this.onLine(this.rest.toString("utf8", 0, end).trimEnd());
      this.rest = this.rest.subarray(end + 1);
    }
  }

  end(): void {
    this.read();
    if (this.rest.length > 0) this.onLine(this.rest.toString("utf8"));
  }
}
