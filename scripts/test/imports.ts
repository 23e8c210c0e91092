import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { projectRoot } from "../../lib/root";

/** Those of the project's files that are unit tests. */
export const unitTestsIn = (files: readonly string[]): readonly string[] =>
  files.filter((file) => /^(__tests__|packages)\/.*\.test\.ts$/.test(file) && !file.includes("/e2e/"));

/** What each file imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * What each of these files imports, and what those import in turn. A type is no import.
 *
 * @returns paths in the project, and names of packages such as `constructs` or `cdktf/lib/util`, by path in the project
 */
export function importsOf(entryPoints: readonly string[]): Imports {
  const root = projectRoot();
  const scratch = mkdtempSync(join(tmpdir(), "imports-"));
  try {
    const metafile = join(scratch, "metafile.json");
    // As modules that share chunks: each test's bundle by itself would hold everything that it imports.
    const format = ["--bundle", "--packages=external", "--platform=node", "--format=esm", "--splitting"];
    const output = [`--outdir=${join(scratch, "out")}`, `--metafile=${metafile}`, "--log-level=error"];
    // The program: its API does not work inside a bundle, which is what runs here.
    const program = join(root, "node_modules", ".bin", "esbuild");
    execFileSync(program, [...entryPoints, ...format, ...output], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const { inputs } = JSON.parse(readFileSync(metafile, "utf8")) as Metafile;
    return new Map(Object.entries(inputs).map(([file, { imports }]) => [file, imports.map(({ path }) => path)]));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Whether an import leads from a file to one that is wanted, without passing through those that are left out. */
export function reaches(
  from: string,
  wanted: (file: string) => boolean,
  imports: Imports,
  leftOut: readonly string[] = [],
): boolean {
  const seen = new Set<string>(leftOut);
  const visit = (file: string): boolean => {
    if (wanted(file)) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    return (imports.get(file) ?? []).some(visit);
  };
  return visit(from);
}
