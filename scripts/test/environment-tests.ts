import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { projectRoot } from "../../lib/root";
import { projectFiles } from "./copy";

/** Through these, a test sees the environments there are, whichever they are. */
const views = ["lib/environment-names.ts", "lib/environments.ts", "__tests__/helpers/environments.ts"];

/** Tests that see the environments by running programs, which no import shows. */
const running = ["__tests__/cli/processes.test.ts"];

/** Tests about this repository's own environments, which they look up by name. Another repository has others in their place. */
export const aboutOwn: readonly string[] = [
  // What the documents name in them.
  "__tests__/docs.test.ts",
  "__tests__/cost/production.test.ts",
  "__tests__/scripts/pictures.test.ts",
  // What was recorded of them.
  "__tests__/operations/plan/attachments.test.ts",
  "__tests__/modules/platform/recorded.test.ts",
  "__tests__/mutation/mutation.test.ts",
  "__tests__/operations/plan/review-settings.test.ts",
  // Which tests these are.
  "__tests__/scripts/test/examples.test.ts",
  // Faults in production.
  "__tests__/policies/production.test.ts",
  "__tests__/rollout/environment.test.ts",
];

/**
 * The unit tests whose result may depend on which environments there are, and which can pass with any: all that see them, but not those that
 * import the file of one.
 */
export function environmentTests(): readonly string[] {
  const files = projectFiles();
  const tests = files.filter((file) => /^(__tests__|packages)\/.*\.test\.ts$/.test(file) && !file.includes("/e2e/"));
  const graph = importsOf(tests);
  const ofOne = files.filter((file) => /^environments\/.*\.ts$/.test(file));
  return tests.filter((test) => {
    if (aboutOwn.includes(test)) return false;
    return (running.includes(test) || reaches(test, views, graph, [])) && !reaches(test, ofOne, graph, views);
  });
}

/** What each file imports. */
type Graph = ReadonlyMap<string, readonly string[]>;

function importsOf(entryPoints: readonly string[]): Graph {
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
    return new Map(
      Object.entries(inputs).map(([file, { imports }]) => [
        file,
        imports.filter(({ external }) => external !== true).map(({ path }) => path),
      ]),
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Whether an import leads from a file to one of the targets, without passing through those that are left out. */
function reaches(from: string, targets: readonly string[], graph: Graph, leftOut: readonly string[]): boolean {
  const seen = new Set<string>(leftOut);
  const visit = (file: string): boolean => {
    if (targets.includes(file)) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    return (graph.get(file) ?? []).some(visit);
  };
  return visit(from);
}
