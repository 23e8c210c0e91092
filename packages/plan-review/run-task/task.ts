import { report, UserError } from "../../common/errors";
import type { HttpSettings } from "../../common/http";
import { Hcp } from "../hcp";
import type { Review } from "../model";
import type { TaskRequest } from "./request";
import { failedResult, resultOf, runningResult } from "./result";

export interface TaskOptions {
  readonly address: string;
  /** Reviews one plan. @param plan text of `terraform show -json` */
  readonly review: (stack: string, plan: string) => Review;
  readonly http?: HttpSettings;
}

/** Stages at which there is a plan. */
const stages = ["post_plan", "pre_apply"];

/**
 * Reviews the plan of a run and tells HCP Terraform the verdict. Whatever goes wrong with the review becomes a failed result with one
 * line, so that a run never waits for an answer that does not come.
 *
 * @returns what it came to, for the log
 * @throws UserError when the verdict could not be reported
 */
export async function performTask(task: TaskRequest, { address, review, http }: TaskOptions): Promise<string> {
  const hcp = new Hcp({ ...http, address, token: task.accessToken });
  const tell = (body: object): Promise<void> => hcp.patch(`tell the result of ${task.runId}`, task.callbackUrl, body);
  const url = task.runUrl;
  if (!stages.includes(task.stage) || task.planUrl === undefined) {
    const message = `this run task reviews plans: attach it at the post-plan stage, not at ${task.stage.slice(0, 40)}`;
    await tell(failedResult(message, url));
    return message;
  }
  await tell(runningResult(url));
  let checked: Review;
  try {
    const plan = await hcp.text(`read the plan of ${task.runId}`, task.planUrl);
    if (plan === undefined) throw new UserError(`${task.runId} has no plan JSON`);
    checked = review(task.workspace, plan);
  } catch (error) {
    // A stack trace belongs into the log of this server, and not before the eyes of everybody who may see the run.
    const message =
      error instanceof UserError ? error.message : "the review failed; see the log of the run task server";
    await tell(failedResult(message, url));
    return `failed: ${report(error)}`;
  }
  await tell(resultOf(checked, { url }));
  return checked.verdict;
}
