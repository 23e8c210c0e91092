import { spawn } from "node:child_process";
import { runLogged } from "../../lib/logged";
import { recoverCommand } from "../../lib/run-record";
import type { Interrupts } from "../../lib/terminal/interrupts";
import { trace } from "../../lib/terminal/verbose";
import { withoutLayer } from "../../lib/stack-names";
import type { Terraform } from "../../lib/terraform";

export interface TerraformResult {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, in the order in which Terraform wrote. */
  readonly output: string;
}

/** Terraform programs that run at the same time, and that an interrupt stops in good order. */
export class TerraformRuns {
  private readonly running = new Map<number, { interrupted: boolean }>();

  constructor(
    readonly program: Pick<Terraform, "binary" | "env">,
    private readonly interrupts: Interrupts,
  ) {}

  /** Runs a command in a stack's folder; one that fails, or does not start (127), is a code and no exception. */
  run(folder: string, args: readonly string[], onLine: (line: string) => void = () => {}): Promise<TerraformResult> {
    return new Promise((resolve) => {
      const child = spawn(this.program.binary, args, {
        cwd: folder,
        env: this.program.env,
        // In a session of its own it does not get the terminal's Ctrl-C: see stop().
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const { pid } = child;
      if (pid !== undefined) this.running.set(pid, { interrupted: false });
      let stdout = "";
      let output = "";
      let rest = "";
      const keep = (text: string): void => {
        output += text;
        const lines = `${rest}${text}`.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          trace(line);
          onLine(line);
        }
      };
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        keep(text);
      });
      child.stderr.setEncoding("utf8").on("data", keep);
      const end = (code: number): void => {
        if (pid !== undefined) this.running.delete(pid);
        resolve({ code, stdout, output });
      };
      child.once("error", (error) => {
        output += `${this.program.binary} does not start: ${error.message}\n`;
        end(127);
      });
      child.once("close", (code) => end(code ?? 1));
    });
  }

  /** Does some work that runs Terraform; an interrupt reaches every Terraform of it. */
  during<T>(work: Promise<T>): Promise<T> {
    return this.interrupts.during(() => this.stop(), work);
  }

  /** Runs a command that changes things: its output goes into a file, so that it continues when this process is killed. */
  async change(
    folder: string,
    args: readonly string[],
    log: string,
    onLine: (line: string) => void,
  ): Promise<TerraformResult> {
    const { binary: program, env } = this.program;
    let output = "";
    let pid = 0;
    const keep = (line: string): void => {
      output += `${line}\n`;
      trace(line);
      onLine(line);
    };
    const onStart = (started: number): void => void this.running.set((pid = started), { interrupted: false });
    const code = await runLogged({ program, args, cwd: folder, env, log, onLine: keep, onStart });
    this.running.delete(pid);
    return { code, stdout: output, output };
  }

  /** Once each: at a second interrupt Terraform leaves at once, without saving the state. */
  private stop(): void {
    for (const [pid, run] of this.running) {
      if (run.interrupted) continue;
      run.interrupted = true;
      try {
        process.kill(pid, "SIGINT");
      } catch {
        // It ended meanwhile.
      }
    }
  }
}

const lock = /Error acquiring the state lock/;
const unsaved = /Failed to (save|persist) state|Error saving state|Error releasing the state lock/i;

/** What a person does about a failure, in a line; Terraform's own first error where there is nothing to add. */
export function explain(output: string, stack: string, env: NodeJS.ProcessEnv): string {
  const environment = withoutLayer(stack);
  if (lock.test(output)) {
    return `${lockHolder(output)}; wait for it, or, if it was killed: ${recoverCommand(environment, env)}`;
  }
  if (unsaved.test(output)) {
    return `Terraform could not save the state of ${stack}: ${recoverCommand(environment, env)}`;
  }
  if (/S3 bucket "[^"]*" does not exist|NoSuchBucket/.test(output)) {
    return `the state bucket is not there yet: ./platform bootstrap ${environment}`;
  }
  if (/Saved plan is stale/.test(output)) {
    return "the plan is stale: the state has changed since";
  }
  const error = /Error: (.*)/.exec(output)?.[1]?.trim();
  return (
    error ?? (output.trim() === "" ? "Terraform failed and printed nothing" : (output.trim().split("\n").at(-1) ?? ""))
  );
}

/** Who holds the lock of a state, from the lock info that Terraform prints. */
function lockHolder(output: string): string {
  const field = (name: string): string | undefined =>
    new RegExp(`^[\\s│]*${name}:\\s+(\\S.*)$`, "m").exec(output)?.[1]?.trim();
  const parts = [
    field("Operation")
      ?.replace(/^OperationType/, "")
      .toLowerCase(),
    field("Who") && `by ${field("Who")}`,
    field("Created") && `since ${field("Created")}`,
    field("ID") && `lock ${field("ID")}`,
  ].filter((part) => part !== undefined && part !== "");
  return `the state is locked${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}
