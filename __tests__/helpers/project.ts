import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { copyProject } from "../../scripts/test/copy";

/** A copy of this project in a folder, as a newcomer may have it. @returns its folder for environments, which is not there */
export function projectWithoutEnvironments(folder: string): string {
  copyProject(folder);
  const environments = join(folder, "environments");
  rmSync(environments, { recursive: true });
  return environments;
}

/** A copy of this project in a folder, whose only environment is `base`, the smallest system. */
export function projectOfSmallest(folder: string): void {
  const environments = projectWithoutEnvironments(folder);
  mkdirSync(environments);
  writeFileSync(join(environments, "base.ts"), smallestAs("base"));
}

/** The file of the smallest system in `environments/`, under another name. */
export function smallestAs(name: string): string {
  const fixture = readFileSync(join(projectRoot(), "__tests__/fixtures/smallest.ts"), "utf8");
  return fixture.replace("../../", "../").replaceAll("production", name);
}
