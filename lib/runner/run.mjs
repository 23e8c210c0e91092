/**
 * Runs a TypeScript program: `node lib/runner/run.mjs FILE.ts [ARGUMENT...]`.
 *
 * What an old Node.js cannot parse is imported late, so that the check of the version comes first.
 */
import "./node-version.cjs";

void import("./load.mjs").then((loader) => {
  const file = process.argv[2];
  if (file !== undefined) return loader.run(file, process.argv.slice(3));
  console.error("usage: node lib/runner/run.mjs FILE.ts [ARGUMENT...]");
  process.exit(1);
});
