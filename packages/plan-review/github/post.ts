import type { Review } from "../model";
import { GitHub, gitHubSettings } from "./client";
import { postReview, pullRequestNumber, type Posted } from "./comments";
import { commentLimit, stacksMark, withStacksMark } from "./marks";

export interface PostComment {
  /** Number of the pull request, as text. */
  readonly pullRequest: string;
  readonly review: Review;
  /** The review as Markdown of no more than so many characters: `(limit) => markdown(review, { limit })`. */
  readonly render: (limit: number) => string;
  /** GITHUB_REPOSITORY, GITHUB_TOKEN, GITHUB_API_URL; PLAN_REVIEW_AUTHOR, the login of an app that comments in the workflow's place. */
  readonly env: NodeJS.ProcessEnv;
  /** @default - GitHub as `env` names it */
  readonly github?: GitHub;
}

/**
 * Writes a review as the one comment of its pull request.
 *
 * @throws UserError, one line, when it cannot be written
 */
export async function postComment({ pullRequest, review, render, env, github }: PostComment): Promise<Posted> {
  const number = pullRequestNumber(pullRequest);
  const mark = stacksMark(review);
  const body = withStacksMark(render(commentLimit - (mark === "" ? 0 : mark.length + 1)), mark);
  const author = env.PLAN_REVIEW_AUTHOR;
  return postReview({
    github: github ?? new GitHub(gitHubSettings(env)),
    pullRequest: number,
    body,
    ...(author !== undefined && author !== "" && { author }),
  });
}
