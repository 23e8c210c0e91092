import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { pictures } from "./pictures";

/**
 * Writes the pictures of docs/pictures: of production and of the examples.
 *
 *     node lib/runner/run.mjs scripts/pictures/cli.ts
 */
runProgram(async () => {
  for (const [path, svg] of Object.entries(await pictures())) {
    const file = join(projectRoot(), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, svg);
  }
  return 0;
});
