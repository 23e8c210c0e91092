import type { Interrupts } from "../terminal/interrupts";
import { beforeDeploy, beforeDestroy, ProgressReader, type StackProgress } from "./progress";
import { rowOf, type Row } from "../terminal/rows";
import { runCdktf } from "./run";
import type { Screen } from "../terminal/screen";
import { trace } from "../terminal/verbose";
import type { SynthesizedStack } from "./synthesize";

export interface StacksOptions {
  readonly command: "deploy" | "destroy";
  /**
   * Stacks to work on, as `synthesize` returned them, with all they depend on (deploy) or all that depend on them
   * (destroy). cdktf refuses others, and its `--ignore-missing-stack-dependencies` is no way out: with it, `deploy` starts
   * all stacks at once, and `destroy` starts Terraform again and again without end (cdktf-cli 0.21, seen).
   */
  readonly stacks: readonly SynthesizedStack[];
  /** Further arguments, such as ["--outputs-file", path]. @default - none */
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** File that receives all the output. */
  readonly log: string;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

export interface StacksResult {
  /** Exit code of cdktf. */
  readonly code: number;
  readonly stacks: readonly StackProgress[];
  /** Output that belongs to no stack, such as what cdktf itself has to say. */
  readonly printed: readonly string[];
}

/** Deploys or destroys stacks that are synthesized already, with a row for each on the screen. */
export async function runStacks(options: StacksOptions): Promise<StacksResult> {
  const { command, stacks, args = [], env, log, screen, interrupts } = options;
  const reader = new ProgressReader(command === "deploy" ? beforeDeploy(stacks) : beforeDestroy(stacks));
  const action = command === "deploy" ? "apply" : "destroy";
  const rows = (over: boolean): readonly Row[] => {
    const now = Date.now();
    return reader.stacks
      .map((stack) => rowOf(stack, action, now))
      .map((row) => (over ? settled(row, interrupts.isRequested, now) : row));
  };
  const draw = (): void => screen.draw(rows(false), Date.now());
  const timer = setInterval(draw, 100);
  const printed: string[] = [];
  try {
    const code = await runCdktf({
      // Providers are pinned by version, and the lock file of a folder that is written again each time locks nothing.
      args: [
        command,
        ...stacks.map(({ name }) => name),
        "--skip-synth",
        "--auto-approve",
        "--skip-provider-lock",
        "--no-color",
        ...args,
      ],
      env,
      log,
      interrupts,
      onLine: (line) => {
        trace(line);
        if (!reader.read(line) && line.trim() !== "") printed.push(line.trim());
      },
    });
    return { code, stacks: reader.stacks, printed };
  } finally {
    clearInterval(timer);
    screen.draw(rows(true), Date.now());
    screen.keep();
  }
}

/** A row as it is left when cdktf has ended: nothing runs any more, and what was stopped did not fail. */
function settled(row: Row, interrupted: boolean, now: number): Row {
  if (row.state === "waiting") return { ...row, phase: "not begun" };
  if (row.state !== "running" && !(interrupted && row.state === "failed")) return row;
  return { ...row, state: "stopped", phase: "stopped", detail: undefined, endedAt: row.endedAt ?? now };
}
