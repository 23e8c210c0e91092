import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { formatted, pages } from "./pages";

/**
 * Writes the generated pages of docs/reference.
 *
 *     node lib/runner/run.mjs scripts/reference/cli.ts
 */
runProgram(() => {
  const root = projectRoot();
  for (const [path, write] of Object.entries(pages)) writeFileSync(join(root, path), formatted(write(root), root));
  return Promise.resolve(0);
});
