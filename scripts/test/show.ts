import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";
import { jestCounts, type Counts } from "./counts";

export interface ShowOptions {
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the project */
  readonly cwd?: string;
  /** Whether standard error is kept as well; the program then does not see a terminal there. @default false */
  readonly keep?: boolean;
}

const background = new AsyncLocalStorage<{ printed: string }>();

/** Does work whose programs show nothing. @returns its result, and what they would have shown */
export async function inBackground<T>(work: () => Promise<T>): Promise<{ result: T; printed: string }> {
  const output = { printed: "" };
  const result = await background.run(output, work);
  return { result, printed: output.printed };
}

/** Shows a line, such as what is wrong. */
export function say(line: string): void {
  const output = background.getStore();
  if (output === undefined) console.log(line);
  else output.printed += `${line}\n`;
}

/** What is shown only computes: what waits in the background goes first, and so ends sooner. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, 5);
  } catch {
    // It ended already.
  }
}

/**
 * Runs a program with its output on the screen, or in the background.
 *
 * @returns its exit code, and what it wrote to standard error if that is kept
 * @throws UserError when it does not start
 */
export function show(command: string, args: readonly string[], options: ShowOptions = {}) {
  const { env, cwd = projectRoot(), keep = false } = options;
  const output = background.getStore();
  return new Promise<{ code: number; printed: string }>((resolve, reject) => {
    const child =
      output === undefined
        ? spawn(command, args, { cwd, env, stdio: ["ignore", "inherit", keep ? "pipe" : "inherit"] })
        : spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    if (output === undefined && child.pid !== undefined) yieldToOthers(child.pid);
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (output !== undefined) output.printed += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (output === undefined) process.stderr.write(text);
      else output.printed += text;
      printed += text;
    });
    child.once("error", (error) => reject(new UserError(`${command} did not start: ${error.message}`)));
    child.once("close", (code) => resolve({ code: code ?? 1, printed }));
  });
}

/** Runs a program of `node_modules/.bin` by a Node.js. @param node @default - that of this process */
export const showBin = (name: string, args: readonly string[], options?: ShowOptions, node = process.execPath) =>
  show(node, [join(projectRoot(), "node_modules", ".bin", name), ...args], options);

export interface JestOptions {
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Program of Node.js. @default - that of this process */
  readonly node?: string;
  /** @default - the project */
  readonly cwd?: string;
  /** Paths of test files. @default - all of the configuration */
  readonly tests?: readonly string[];
  /** Which part of them: the second of three is `2/3`. @default - all of them */
  readonly shard?: string;
  /** Only those whose file is called `*.slow.test.ts`, or only the others. @default - all of them */
  readonly speed?: "quick" | "slow";
}

const slow = "\\.slow\\.test\\.ts$";
const ofSpeed = { quick: ["--testPathIgnorePatterns", "/e2e/", slow], slow: [slow] };

/** Runs the tests of a configuration of Jest. */
export async function jest(config: string, options: JestOptions = {}): Promise<Counts> {
  const { env, node, cwd, tests, shard, speed } = options;
  const folder = mkdtempSync(join(tmpdir(), "jest-"));
  const report = join(folder, "report.json");
  try {
    const args = ["--config", config, "--json", "--outputFile", report];
    const part = shard === undefined ? [] : ["--shard", shard];
    const only = tests === undefined ? [] : ["--runTestsByPath", ...tests];
    const some = speed === undefined ? [] : ofSpeed[speed];
    const { code } = await showBin("jest", [...args, ...part, ...only, ...some], { env, cwd }, node);
    return jestCounts(existsSync(report) ? readFileSync(report, "utf8") : undefined, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
