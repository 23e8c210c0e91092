import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import pc from "picocolors";
import { Interrupts } from "../lib/terminal/interrupts";
import { Screen } from "../lib/terminal/screen";
import { readStacks } from "../lib/cdktf/synthesize";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { GitHub, gitHubSettings, reviewedOfCommit } from "../packages/plan-review/github";
import { readSynth } from "../operations/policies/inputs";
import { projectRoot } from "../lib/root";
import { findTerraform } from "../lib/terraform";
import { applyPlans, type Applied } from "../operations/plan/apply-plans";
import { judge } from "../operations/plan/judge";
import type { Reviewed } from "../operations/plan/reviewed";

const usage = `usage: npm run apply -- FOLDER [STACK ...] [--apply-only-reviewed HASH | --reviewed-commit SHA]

Applies the plans that npm run plan wrote into FOLDER, those of the stacks that are named or all, each after those it depends
on. The review comes from each plan file itself, made anew, so what is applied is what was judged. With either option, plans
whose review is blocked or failed are refused, whatever their hash.

  --apply-only-reviewed HASH  refuse when the hash over all plans of FOLDER is not this one, which the review shows
  --reviewed-commit SHA       refuse what was not reviewed in the pull request that was merged as this commit
                              (GITHUB_REPOSITORY, GITHUB_TOKEN; PLAN_REVIEW_AUTHOR where an app wrote the review)

exits with 0 applied, 2 applied but other stacks must be planned again, 3 refused, nothing was applied, 5 Terraform
failed while it applied, 1 any other error`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "apply-only-reviewed": { type: "string" },
      "reviewed-commit": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [folder, ...stacks] = positionals;
  if (folder === undefined) throw new UserError(`name the folder of the plans\n\n${usage}`);
  const reviewed = whatWasReviewed(values["apply-only-reviewed"], values["reviewed-commit"]);
  const synth = join(projectRoot(), "cdktf.out");
  const interrupts = new Interrupts();
  const outcome = await applyPlans({
    folder: resolve(folder),
    ...(stacks.length > 0 && { stacks }),
    ...(reviewed !== undefined && { reviewed }),
    synthesized: readStacks(synth),
    synth,
    judge: (plans, logs) => judge(plans, logs, readSynth(synth)),
    program: await findTerraform(),
    screen: new Screen(process.stdout),
    interrupts,
  });
  console.log(applyReport(outcome));
  return outcome.left.size > 0 ? 2 : 0;
});

function whatWasReviewed(hash: string | undefined, commit: string | undefined): (() => Promise<Reviewed>) | undefined {
  if (hash !== undefined && commit !== undefined) {
    throw new UserError("--apply-only-reviewed or --reviewed-commit, not both");
  }
  if (hash !== undefined) {
    if (/^[0-9a-f]{64}$/.test(hash)) return () => Promise.resolve({ hash });
    throw new UserError(
      `--apply-only-reviewed must be 64 hex digits, as the review shows, got ${JSON.stringify(hash)}`,
    );
  }
  return commit === undefined ? undefined : () => reviewedAs(commit);
}

async function reviewedAs(commit: string): Promise<Reviewed> {
  const author = process.env.PLAN_REVIEW_AUTHOR;
  const github = new GitHub(gitHubSettings(process.env));
  const { pullRequest, stacks } = await reviewedOfCommit(github, commit, author === "" ? undefined : author);
  console.log(`Reviewed in pull request ${pullRequest}: ${[...stacks.keys()].join(", ") || "no stack"}`);
  return { stacks };
}

function applyReport({ applied, left }: Applied): string {
  const lines = [
    applied.length === 0 && left.size === 0 ? "Nothing to apply." : "",
    ...applied.map(({ stack, message }) => `  ${pc.green(stack)}  ${message}`),
    ...[...left].map(([stack, why]) => `  ${pc.yellow(stack)}  left: ${why}`),
    left.size > 0 ? "Plan again, review, and apply what is left." : "",
  ];
  return `\n${lines.filter((line) => line !== "").join("\n")}`;
}
