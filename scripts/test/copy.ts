import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../../lib/root";

/** Copies this project into a folder as a fresh clone would be, with what is not committed yet; `node_modules` is a link, and so are the bundles. */
export function copyProject(folder: string): void {
  const project = projectRoot();
  for (const file of projectFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(project, file), join(folder, file));
  }
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  // All copies have the same packages: bundling them is most of a program's first start.
  const bundles = join(project, "node_modules/.cache/bundles-of-copies");
  mkdirSync(bundles, { recursive: true });
  symlinkSync(bundles, join(folder, ".gen/app"));
}

/** The files of this project that git knows, or would add: paths from its root. */
export function projectFiles(): readonly string[] {
  const project = projectRoot();
  const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: project,
    encoding: "utf8",
  });
  return stdout.split("\0").filter((file) => file !== "" && existsSync(join(project, file)));
}
