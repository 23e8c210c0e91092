import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { findEnvironment } from "../lib/environment";
import { reviewSettings } from "../operations/plan/review-settings";
import { readInputs } from "../packages/plan-review/read";
import { markdown } from "../packages/plan-review/render";
import { review } from "../packages/plan-review/review";
import { GitHub, gitHubSettings } from "../packages/plan-review/github/client";
import { reportDrift } from "../packages/plan-review/github/drift-issue";
import { commentLimit } from "../packages/plan-review/github/marks";
import { writeSummary } from "../packages/plan-review/github/summary";

const usage = `usage: node lib/runner/run.mjs cli/drift.ts ENVIRONMENT FOLDER

Keeps an open issue while the plans in FOLDER, made from main, change anything of the environment, and closes it when they do no
longer (GITHUB_REPOSITORY, GITHUB_TOKEN). Exits with 1 when a plan failed, and leaves the issue as it is.`;

/** An issue's body is as long as a comment; its mark stands before the review. */
const room = 200;

runCli(async (args) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [environment, folder, ...more] = positionals;
  if (environment === undefined || folder === undefined || more.length > 0) {
    throw new UserError(`name an environment and a folder of plans\n\n${usage}`);
  }
  const { name } = findEnvironment(environment);
  const { inputs, stacks } = readInputs([folder], "cdktf.out");
  const found = review(inputs, { ...reviewSettings, stacks });
  const text = markdown(found, { limit: commentLimit - room, title: `Drift of ${name}` });
  writeSummary(text, process.env);
  if (found.verdict === "failed") throw new UserError(`${name}: ${found.summary}`);
  const github = new GitHub(gitHubSettings(process.env));
  const { what, number } = await reportDrift({
    github,
    environment: name,
    body: found.verdict === "no changes" ? undefined : text,
  });
  console.log(what === "none" ? `${name} is what main says` : `issue ${number} ${what}: ${found.summary}`);
  return 0;
});
