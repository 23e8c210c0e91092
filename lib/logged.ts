import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { sleep } from "../packages/common/process";

export interface LoggedOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that receives all the output; it is emptied first. */
  readonly log: string;
  /** Called for each line of output, soon after it was written. */
  readonly onLine: (line: string) => void;
  /** Called with the id of the process. @default - nobody is */
  readonly onStart?: (pid: number) => void;
}

/**
 * Runs a program to its end in a session of its own, so that it does not get the terminal's Ctrl-C, and returns its exit code.
 *
 * Its output goes straight into the log file, which is read back: the program continues in good order even when this process is
 * killed, whereas a broken pipe would end it and leave Terraform's lock behind.
 */
export async function runLogged(options: LoggedOptions): Promise<number> {
  const { program, args, cwd, env, log, onLine, onStart } = options;
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "w+", 0o600);
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", out, out] });
  if (child.pid !== undefined) onStart?.(child.pid);
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
    const code = await ended.finally(() => (running = false));
    await watch;
    lines.end();
    return code;
  } finally {
    closeSync(out);
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
