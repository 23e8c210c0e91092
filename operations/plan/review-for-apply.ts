import { readLog, readPlanText } from "../../packages/plan-review/read";
import { review, type ReviewOptions } from "../../packages/plan-review/review";
import { Configuration } from "../../packages/terraform-json";
import type { CurrentReview } from "./reviewed";

/**
 * The review of what would be applied, made again. A hash says what a plan does; whether it may be done is asked again: a waiver
 * may have expired since, and what was blocked or had failed has a hash, too.
 *
 * @param plans text of `terraform show -json` by stack
 * @param logs the output of Terraform of each plan that failed, or that waits for another stack
 * @param stacks every synthesized stack
 * @param options policies, environments and whatever else a review is made with
 */
export function reviewForApply(
  plans: ReadonlyMap<string, string>,
  logs: ReadonlyMap<string, string>,
  stacks: readonly Configuration[],
  options: ReviewOptions,
): CurrentReview {
  Configuration.link(stacks);
  const inputs = [...plans].map(([stack, text]) => {
    const configuration = stacks.find(({ name }) => name === stack);
    const own = configuration === undefined ? {} : { configuration };
    return readPlanText({ stack, label: `${stack}.plan`, text, ...own });
  });
  const failed = [...logs].map(([stack, text]) => readLog(stack, text));
  const { hash, stacks: reviewed, verdict, summary, blocks } = review([...inputs, ...failed], { stacks, ...options });
  const [first] = blocks;
  const example = first === undefined ? "" : ` (${first.stack} ${first.address}: ${first.text})`;
  const refusals: Partial<Record<typeof verdict, string>> = {
    blocked: `the review of what would be applied is blocked: ${summary}${example}`,
    failed: `the review of what would be applied failed: ${summary}`,
  };
  const refusal = refusals[verdict];
  return {
    hash,
    stacks: new Map(reviewed.flatMap(({ name, hash: own }) => (own === "" ? [] : [[name, own] as const]))),
    ...(refusal !== undefined && { refusal }),
  };
}
