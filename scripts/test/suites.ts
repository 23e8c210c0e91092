import { join } from "node:path";
import { requirePython } from "../../lib/emulator";
import { projectRoot } from "../../lib/root";
import { findTerraform } from "../../lib/terraform";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { oneCheck, unittestCounts, type Counts } from "./counts";
import { examplesFolder, examplesIn, exampleTests } from "./examples";
import { laneTests } from "./lane";
import { nodeTests, otherNodes } from "./nodes";
import { jest, show } from "./show";

export interface Suite {
  readonly name: string;
  /** Whether it takes minutes; `--unit` leaves it out. */
  readonly slow?: boolean;
  /** Whether it waits most of the time, for AWS or an emulator: the others run meanwhile. @default false */
  readonly waits?: boolean;
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
  { name: "unit tests", run: () => jest("jest.config.cjs", { speed: "quick" }) },
  // Whole systems, and started programs.
  { name: "slow unit tests", run: () => jest("jest.config.cjs", { speed: "slow" }) },
  { name: "emulator", waits: true, run: emulatorTests },
  { name: "emulator's types", run: emulatorTypes },
  ...(examplesIn(examplesFolder()).length > 0 ? [{ name: "examples", slow: true, run: () => exampleTests() }] : []),
  { name: "compatibility lane", slow: true, run: laneTests },
  // Each quick unit test by one of them; the workflow "test" runs all of them by each.
  ...otherNodes.map((version, index) => ({
    name: `Node.js ${version}`,
    slow: true,
    run: () => nodeTests(version, `${index + 1}/${otherNodes.length}`),
  })),
  { name: "end to end", slow: true, waits: true, run: endToEnd },
];

async function emulatorTests(): Promise<Counts> {
  const python = await requirePython();
  const folders = ["--start-directory", "packages/emulator/tests", "--top-level-directory", "packages/emulator"];
  const args = ["-m", "unittest", "discover", ...folders];
  const { code, printed } = await show(python, args, {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    keep: true,
  });
  return unittestCounts(printed, code);
}

/** Types of the emulator's Python by mypy, which npm cannot install; its tests load every file, so that none is left uncompiled. */
async function emulatorTypes(): Promise<Counts> {
  const { code } = await run("mypy", ["--version"]);
  if (code !== 0) throw new UserError("mypy is not installed; on Debian: apt-get install mypy");
  return oneCheck((await show("mypy", [], { cwd: join(projectRoot(), "packages/emulator") })).code === 0);
}

async function endToEnd(): Promise<Counts> {
  await requirePython();
  const { env } = await findTerraform();
  return jest("jest.e2e.config.cjs", { env });
}

const npmScript = (script: string) => show("npm", ["run", "--silent", script]);
