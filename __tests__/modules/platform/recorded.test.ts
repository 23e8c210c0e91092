import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { environments } from "../../helpers/environments";
import { Platform } from "../../../modules/platform";

/*
 * `recorded/` is the synthesized JSON of every environment, byte for byte, so that a refactoring which changes a resource fails here.
 * After an intended change, record it and let the reviewers read the difference:
 *
 *     RECORD=1 npx jest __tests__/modules/platform/recorded
 */
const recorded = join(__dirname, "recorded");
const today = synthesized();

if (process.env.RECORD === "1") {
  for (const file of readdirSync(recorded)) rmSync(join(recorded, file));
  for (const [stack, json] of Object.entries(today)) writeFileSync(join(recorded, `${stack}.json`), json);
}

test("every stack is recorded, and each recorded stack is still synthesized", () => {
  expect(readdirSync(recorded).sort()).toEqual(
    Object.keys(today)
      .map((stack) => `${stack}.json`)
      .sort(),
  );
});

test.each(Object.entries(today))("%s is what was recorded", (stack, json) => {
  const before = readFileSync(join(recorded, `${stack}.json`), "utf8");
  // The objects first: their difference names the resource.
  expect(JSON.parse(json)).toEqual(JSON.parse(before));
  expect(json).toBe(before);
});

/** Text of each stack's `cdk.tf.json` by the stack's name, as `main.ts` writes it. */
function synthesized(): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "recorded-"));
  try {
    const app = new App({ outdir });
    for (const environment of environments) new Platform(app, environment);
    app.synth();
    const stacks = readdirSync(join(outdir, "stacks"));
    return Object.fromEntries(
      stacks.map((stack) => [stack, readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
