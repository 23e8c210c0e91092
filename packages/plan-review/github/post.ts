import type { Review, Since } from "../model";
import { GitHub, gitHubSettings } from "./client";
import { postReview, pullRequestNumber, reviewsOf, workflowAuthor, type Posted } from "./comments";
import { commentLimit, stacksMark, withMarks } from "./marks";
import { shownMark, sinceReview } from "./shown";

export interface PostComment {
  /** Number of the pull request, as text. */
  readonly pullRequest: string;
  readonly review: Review;
  /** The review as Markdown of no more than so many characters: `(limit, since) => markdown(review, { limit, since })`. */
  readonly render: (limit: number, since?: Since) => string;
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
  const author = env.PLAN_REVIEW_AUTHOR || workflowAuthor;
  const api = github ?? new GitHub(gitHubSettings(env));
  const [last] = await reviewsOf(api, number, author);
  const marks = [stacksMark(review), shownMark(review)].filter((line) => line !== "").join("\n");
  const room = commentLimit - (marks === "" ? 0 : marks.length + 1);
  const body = withMarks(render(room, last === undefined ? undefined : sinceReview(last.body, review)), marks);
  return postReview({ github: api, pullRequest: number, body, author });
}
