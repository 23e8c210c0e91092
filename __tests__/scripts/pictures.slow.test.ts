import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pictures } from "../../scripts/pictures/pictures";

const root = join(__dirname, "../..");

test("docs/pictures are what is synthesized; node lib/runner/run.mjs scripts/pictures/cli.ts writes them again", async () => {
  for (const [path, svg] of Object.entries(await pictures()))
    expect([path, readFileSync(join(root, path), "utf8") === svg]).toEqual([path, true]);
});
