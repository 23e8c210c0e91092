import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../../lib/root";
import { oneCheck, total, type Counts } from "./counts";
import { copyProject } from "./copy";
import { environmentTests } from "./environment-tests";
import { jest, say, show } from "./show";

/** Systems as environment files. */
export const examplesFolder = (): string => join(projectRoot(), "examples");

/** The examples, which are the files of a folder as the environments are those of `environments/`. */
export function examplesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file))
    .toSorted()
    .map((file) => join(folder, file));
}

/** Puts an example in the place of a project's environments, with the folders that examples share. @param project a copy of this one */
export function replaceEnvironments(project: string, example: string): void {
  const environments = join(project, "environments");
  rmSync(environments, { recursive: true });
  mkdirSync(environments);
  const examples = dirname(example);
  for (const entry of readdirSync(examples, { withFileTypes: true })) {
    if (entry.isDirectory()) cpSync(join(examples, entry.name), join(environments, entry.name), { recursive: true });
  }
  copyFileSync(example, join(environments, basename(example)));
}

/** What another team would do with its own environment, and the tests that see it; for each example in turn. */
export async function exampleTests(folder = examplesFolder()): Promise<Counts> {
  const tests = environmentTests();
  const counts: Counts[] = [];
  for (const example of examplesIn(folder)) {
    say(`\nenvironments/ is ${basename(example)}`);
    counts.push(await testExample(example, tests));
  }
  return total(counts);
}

async function testExample(example: string, tests: readonly string[]): Promise<Counts> {
  const project = mkdtempSync(join(tmpdir(), "example-"));
  try {
    copyProject(project);
    // Tests copy the project that they are in, and git tells which files it has.
    execFileSync("git", ["init", "--quiet"], { cwd: project });
    replaceEnvironments(project, example);
    const platform = async (...args: readonly string[]): Promise<Counts> =>
      oneCheck((await show(join(project, "platform"), args, { cwd: project })).code === 0);
    return total([
      await platform("atlantis", "--write"),
      await platform("synth"),
      await jest("jest.config.cjs", { cwd: project, tests }),
    ]);
  } finally {
    rmSync(project, { recursive: true });
  }
}
