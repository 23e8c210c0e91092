#!/usr/bin/env node
import { parseArgs } from "node:util";
import { exitCodes, report, UserError } from "../common/errors";
import { baselineFile } from "./baseline";
import { configFile, readConfig } from "./config";
import { run } from "./run";

const usage = `usage: plan-review [PLAN.json | STACK.log | FOLDER ...] [options]

Reviews Terraform plans: what changes, what that means for the running system, how risky it is, and what must not be applied.
PLAN.json is what \`terraform show -json PLAN\` prints, STACK.log what Terraform printed when a plan failed; a folder means all
of them in it.

  --config FILE     policies, waivers and the form of the comment (${configFile}, where there is one)
  --merge FILE      add what other tools found: SARIF (Checkov, Trivy, tflint), JSON of Infracost; may be repeated
  --write-baseline  accept today's older findings: they become the baseline (${baselineFile}), which is committed
  --synth DIR       what \`cdktf synth\` wrote, for what a plan does not say (cdktf.out)
  --markdown FILE   the review as Markdown within GitHub's limit; --json, --sarif, --html FILE: in full
  --full-text URL   where the full text is, for what the Markdown leaves out
  --comment NUMBER  write it as the comment of pull request NUMBER (GITHUB_REPOSITORY, GITHUB_TOKEN)
  --hcp-run RUN_ID  review the plan of a run of HCP Terraform (TFE_TOKEN)
  --apply-only-reviewed HASH
                    refuse plans that do not do exactly what was reviewed under this hash

examples:
  terraform show -json plan.tfplan > plan.json && plan-review plan.json
  plan-review plans --markdown review.md --html review.html

exits with 0 nothing to do, 2 changes, 3 blocked or not what was reviewed, 1 error`;

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: "string" },
      synth: { type: "string", default: "cdktf.out" },
      markdown: { type: "string" },
      json: { type: "string" },
      sarif: { type: "string" },
      html: { type: "string" },
      "full-text": { type: "string" },
      comment: { type: "string" },
      "hcp-run": { type: "string" },
      "apply-only-reviewed": { type: "string" },
      merge: { type: "string", multiple: true, default: [] },
      "write-baseline": { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const { "full-text": fullText, "hcp-run": hcpRun, "apply-only-reviewed": reviewed, comment } = values;
  if (positionals.length === 0 && hcpRun === undefined) {
    throw new UserError(`name a plan, or a folder of plans\n\n${usage}`);
  }
  if (reviewed !== undefined && !/^[0-9a-f]{64}$/.test(reviewed)) {
    throw new UserError(
      `--apply-only-reviewed must be 64 hexadecimal digits, as the review shows them; got ${JSON.stringify(reviewed)}`,
    );
  }
  const { markdown, json, sarif, html } = values;
  const result = await run({
    ...readConfig(values.config),
    paths: positionals,
    synth: values.synth,
    merged: values.merge,
    writesBaseline: values["write-baseline"],
    ...(hcpRun !== undefined && { hcpRun }),
    files: {
      ...(markdown !== undefined && { markdown }),
      ...(json !== undefined && { json }),
      ...(sarif !== undefined && { sarif }),
      ...(html !== undefined && { html }),
    },
    ...(comment !== undefined && { comment }),
    ...(fullText !== undefined && { fullText }),
    ...(reviewed !== undefined && { reviewed }),
    env: process.env,
  });
  if (result.text !== "") console.log(result.text);
  for (const problem of result.problems) console.error(`plan-review: ${problem}`);
  return result.code;
}

// `plan-review plans | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    // The process ends by itself, when everything that was printed is written.
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`plan-review: ${report(error)}`);
    process.exitCode = error instanceof UserError ? error.exitCode : exitCodes.failed;
  },
);
