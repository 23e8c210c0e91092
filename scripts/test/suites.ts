import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { requirePython } from "../../lib/emulator";
import { projectRoot } from "../../lib/root";
import { findTerraform } from "../../lib/terraform";
import { jestCounts, oneCheck, unittestCounts, type Counts } from "./counts";

export interface Suite {
  readonly name: string;
  /** Whether it takes minutes and needs Terraform; `--unit` leaves it out. */
  readonly slow?: boolean;
  /**
   * Runs it, with its output on the screen.
   *
   * @throws UserError when this machine lacks something that cannot be fetched: the suite is skipped then
   */
  run(): Promise<Counts>;
}

/** All suites, the quick ones first. */
export const suites: readonly Suite[] = [
  { name: "types", run: async () => oneCheck((await npmScript("typecheck")).code === 0) },
  { name: "lint", run: async () => oneCheck((await npmScript("lint")).code === 0) },
  { name: "format", run: async () => oneCheck((await npmScript("format:check")).code === 0) },
  { name: "unit tests", run: () => jest("jest.config.cjs", process.env) },
  { name: "emulator", run: emulatorTests },
  { name: "end to end", slow: true, run: endToEnd },
];

async function emulatorTests(): Promise<Counts> {
  const python = await requirePython();
  const folders = ["--start-directory", "packages/emulator/tests", "--top-level-directory", "packages/emulator"];
  const args = ["-m", "unittest", "discover", ...folders];
  const { code, said } = await show(python, args, {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    keep: true,
  });
  return unittestCounts(said, code);
}

async function endToEnd(): Promise<Counts> {
  await requirePython();
  const { env } = await findTerraform();
  return jest("jest.e2e.config.cjs", env);
}

async function jest(config: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "jest-"));
  const report = join(folder, "report.json");
  try {
    const { code } = await show(bin("jest"), ["--config", config, "--json", "--outputFile", report], { env });
    return jestCounts(existsSync(report) ? readFileSync(report, "utf8") : undefined, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bin = (name: string): string => join(projectRoot(), "node_modules", ".bin", name);

const npmScript = (script: string) => show("npm", ["run", "--silent", script]);

interface ShowOptions {
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether standard error is kept as well; the program then does not see a terminal there. @default false */
  readonly keep?: boolean;
}

/**
 * Runs a program with its output on the screen.
 *
 * @returns its exit code, and what it wrote to standard error if that is kept
 * @throws UserError when it does not start
 */
function show(command: string, args: readonly string[], { env, keep = false }: ShowOptions = {}) {
  return new Promise<{ code: number; said: string }>((resolve, reject) => {
    const stdio = ["ignore", "inherit", keep ? "pipe" : "inherit"] as const;
    const child = spawn(command, args, { cwd: projectRoot(), env, stdio: [...stdio] });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      process.stderr.write(text);
      said += text;
    });
    child.once("error", (error) => reject(new UserError(`${command} did not start: ${error.message}`)));
    child.once("close", (code) => resolve({ code: code ?? 1, said }));
  });
}
