import { join } from "node:path";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";
import { GitHub, gitHubSettings } from "../../packages/plan-review/github/client";
import { reportDrift } from "../../packages/plan-review/github/drift-issue";
import { commentLimit } from "../../packages/plan-review/github/marks";
import { writeSummary } from "../../packages/plan-review/github/summary";
import { readInputs } from "../../packages/plan-review/read";
import { markdown } from "../../packages/plan-review/render";
import { review } from "../../packages/plan-review/review";
import { interruptedRun } from "../../lib/run-record";
import { reviewSettings } from "./review-settings";

/** An issue's body is as long as a comment; its mark comes before the review. */
const room = 200;

/**
 * Keeps an issue open while the plans of a folder, made from main, change anything in the environment.
 *
 * @throws UserError when a plan failed: the issue stays as it is
 */
export async function trackDrift(environment: string, folder: string, env: NodeJS.ProcessEnv) {
  const { name } = await loadEnvironment(environment);
  const { inputs, stacks } = readInputs([folder], join(projectRoot(), "cdktf.out"));
  const found = review(inputs, { ...(await reviewSettings(inputs.map(({ stack }) => stack))), stacks });
  const text = markdown(found, { limit: commentLimit - room, title: `Drift of ${name}` });
  writeSummary(text, env);
  if (found.verdict === "failed") throw new UserError(`${name}: ${found.summary}`);
  const github = new GitHub(gitHubSettings(env));
  const body = found.verdict === "no changes" ? undefined : text;
  const { what, number } = await reportDrift({ github, environment: name, body });
  const hint = await interruptedRun(name, env);
  const line = what === "none" ? `${name} is what main says` : `issue ${number} ${what}: ${found.summary}`;
  return {
    json: { environment: name, issue: what, number, summary: found.summary },
    text: hint === undefined ? line : `${line}\n${hint}`,
  };
}
