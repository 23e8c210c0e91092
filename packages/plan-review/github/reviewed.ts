import { UserError } from "../../common/errors";
import { isRecord } from "../../terraform-json";
import type { GitHub } from "./client";
import { reviewsOf, workflowAuthor } from "./comments";
import { reviewedHash as hashIn } from "../render/markdown/markers";
import { reviewedStacks } from "./marks";

/** What a pull request's review says was reviewed. */
export interface ReviewedPullRequest {
  readonly pullRequest: number;
  /** Over all stacks; undefined when there was no plan in it. */
  readonly hash: string | undefined;
  /** Hash by stack. */
  readonly stacks: ReadonlyMap<string, string>;
}

/**
 * What was reviewed in a pull request, as the workflow's own comment says; a comment of anybody else says nothing.
 *
 * @param author @default "github-actions[bot]"
 * @throws UserError when there is no review
 */
export async function reviewedIn(
  github: GitHub,
  pullRequest: number,
  author = workflowAuthor,
): Promise<ReviewedPullRequest> {
  const [review] = await reviewsOf(github, pullRequest, author);
  if (review === undefined) {
    throw new UserError(`pull request ${pullRequest} has no plan review by ${author}: nothing of it was reviewed`);
  }
  return { pullRequest, hash: hashIn(review.body), stacks: reviewedStacks(review.body) };
}

/**
 * What was reviewed of a commit on the main branch: the review of the pull request that was merged as it.
 *
 * @param commit sha, 40 hex digits
 * @throws UserError when it is the merge of no pull request, or of one without a review
 */
export async function reviewedOfCommit(
  github: GitHub,
  commit: string,
  author = workflowAuthor,
): Promise<ReviewedPullRequest> {
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw new UserError(`a commit is named by 40 hex digits, got ${JSON.stringify(commit)}`);
  const doing = `find the pull request of commit ${commit}`;
  const found = await github.list(doing, github.inRepository(`/commits/${commit}/pulls`));
  const merged = found.filter(
    (pull) => pull.merged_at !== null && pull.merge_commit_sha === commit && isRecord(pull.base),
  );
  const [number] = merged.flatMap((pull) => (typeof pull.number === "number" ? [pull.number] : []));
  if (number === undefined) {
    throw new UserError(
      `commit ${commit} is the merge of no pull request, so nothing of it was reviewed; deploy it with a hash that you have read in its review`,
    );
  }
  return reviewedIn(github, number, author);
}
