import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";
import { projectFiles } from "./copy";
import { oneCheck, total, type Counts } from "./counts";
import { importsOf, reaches, unitTestsIn } from "./imports";
import { jest, show, showBin } from "./show";

/**
 * The compatibility lane: the same sources with the packages of `lane/`. Its unit tests are those that load one of them: the others would do
 * what they do without the lane. Of the slow ones it runs those of constructs; `npx jest --config lane/jest.config.cjs` runs all.
 *
 * @throws UserError when the packages cannot be installed
 */
export async function laneTests(): Promise<Counts> {
  await install(join(projectRoot(), "lane"));
  const types = oneCheck((await showBin("tsc", ["--noEmit", "--project", "lane"])).code === 0);
  return total([
    types,
    await jest("lane/jest.config.cjs", { tests: ["lane/synth.test.ts", ...laneUnitTests().filter(isForEveryRun)] }),
  ]);
}

const isForEveryRun = (test: string): boolean =>
  !test.endsWith(".slow.test.ts") || /^(?:__tests__\/modules|packages\/jest-terraform)\//.test(test);

/** The unit tests that load a package whose place one of the lane's takes. */
export function laneUnitTests(): readonly string[] {
  const tests = unitTestsIn(projectFiles());
  const imports = importsOf(tests);
  const replaced = Object.keys(createRequire(__filename)(join(projectRoot(), "lane", "packages.cjs")) as object);
  const isReplaced = (file: string) => replaced.some((name) => file === name || file.startsWith(`${name}/`));
  return tests.filter((test) => reaches(test, isReplaced, imports));
}

/** Installs the packages of a folder, unless those of its lockfile are there. */
async function install(folder: string): Promise<void> {
  const lockfile = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const installed = join(folder, "node_modules", ".installed");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lockfile) return;
  const { code } = await show("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
  if (code !== 0) throw new UserError("npm could not install the packages of lane/package-lock.json");
  writeFileSync(installed, lockfile);
}
