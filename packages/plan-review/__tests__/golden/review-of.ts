import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Review } from "../../model";
import { readInputs } from "../../read";
import { review } from "../../review";
import type { Recording } from "./recording";
import { settings } from "./settings";

/** The review of a golden plan from the files that a person would have, as of the day they were recorded. @param folder of the plans */
export function goldenReview(name: string, folder = join(__dirname, "plans")): Review {
  const recording = gunzipSync(readFileSync(join(folder, `${name}.json.gz`))).toString("utf8");
  const { day, stacks } = JSON.parse(recording) as Recording;
  const scratch = mkdtempSync(join(tmpdir(), "golden-"));
  try {
    const plans = join(scratch, "plans");
    const synth = join(scratch, "cdktf.out");
    mkdirSync(plans);
    for (const [stack, { configuration, plan, log }] of Object.entries(stacks)) {
      const own = join(synth, "stacks", stack);
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, "cdk.tf.json"), configuration);
      if (plan !== undefined) writeFileSync(join(plans, `${stack}.json`), plan);
      if (log !== undefined) writeFileSync(join(plans, `${stack}.log`), log);
    }
    const { inputs, stacks: synthesized } = readInputs([plans], synth);
    return review(inputs, { ...settings, stacks: synthesized, today: day });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
