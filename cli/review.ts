import { parseArgs } from "node:util";
import pc from "picocolors";
import { runCli } from "../lib/run-cli";
import { reviewSettings } from "../operations/plan/review-settings";
import { UserError } from "../packages/common/errors";
import { run } from "../packages/plan-review/run";

const usage = `usage: npm run review -- [PLAN.json | STACK.log | FOLDER ...] [options]

Says what plans change, what that means for the running system, and what stands in the way. A plan is called after its
stack: STACK.json is what terraform show -json prints, STACK.log what Terraform printed when it failed; a folder means all
of them in it. npm run plan -- ENVIRONMENT makes such a folder, plans.

  --synth DIR       what cdktf synth wrote (cdktf.out)
  --markdown FILE   the review as Markdown within GitHub's limit; --json, --sarif, --html FILE: in full
  --full-text URL   where the full text is, for what the Markdown leaves out
  --comment NUMBER  write it as the comment of pull request NUMBER (GITHUB_REPOSITORY, GITHUB_TOKEN)
  --hcp-run RUN_ID  review the plan of a run of HCP Terraform (TFE_TOKEN)
  --apply-only-reviewed HASH
                    refuse plans that do not do exactly what was reviewed under this hash

exits with 0 nothing to do, 2 changes, 3 blocked or not what was reviewed, 1 error`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      synth: { type: "string", default: "cdktf.out" },
      markdown: { type: "string" },
      json: { type: "string" },
      sarif: { type: "string" },
      html: { type: "string" },
      "full-text": { type: "string" },
      comment: { type: "string" },
      "hcp-run": { type: "string" },
      "apply-only-reviewed": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const { "full-text": fullText, "hcp-run": hcpRun, "apply-only-reviewed": reviewed, comment } = values;
  if (positionals.length === 0 && hcpRun === undefined)
    throw new UserError(`name a plan, or a folder of plans\n\n${usage}`);
  if (reviewed !== undefined && !/^[0-9a-f]{64}$/.test(reviewed)) {
    throw new UserError(
      `--apply-only-reviewed must be 64 hexadecimal digits, as the review shows them; got ${JSON.stringify(reviewed)}`,
    );
  }
  const { markdown, json, sarif, html } = values;
  const result = await run({
    paths: positionals,
    synth: values.synth,
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
    review: reviewSettings,
  });
  if (result.text !== "") console.log(result.text);
  for (const problem of result.problems) console.error(`${pc.red("✖")} ${problem}`);
  return result.code;
});
