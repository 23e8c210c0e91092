import { UserError } from "../../common/errors";
import { isRecord } from "../../terraform-json";
import { isReview } from "../render/markdown/markers";
import { type GitHub, GitHubError } from "./client";

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
  /** Login of who wrote it, such as `github-actions[bot]`. */
  readonly author: string;
  /** GitHub's own word for who that is: `Bot` for an app, which nobody can sign up as. */
  readonly authorType: string;
}

/** The identity of a workflow's GITHUB_TOKEN. */
export const workflowAuthor = "github-actions[bot]";

/**
 * The reviews among the comments of a pull request, oldest first: those that `author`, an app, wrote and that begin with the marker.
 * Anybody may write a comment with the marker; nobody else's counts.
 */
export async function reviewsOf(github: GitHub, pullRequest: number, author: string): Promise<readonly Comment[]> {
  const doing = `read the comments of pull request ${pullRequest}`;
  const found = await github.list(doing, github.inRepository(`/issues/${pullRequest}/comments`));
  return found
    .flatMap(commentOf)
    .filter((comment) => comment.author === author && isOwn(comment) && isReview(comment.body))
    .toSorted((one, other) => one.id - other.id);
}

/** A login that ends with [bot] is an app's; anything else is a person's, whose comments only they and maintainers can edit. */
const isOwn = ({ author, authorType }: Comment): boolean => !author.endsWith("[bot]") || authorType === "Bot";

function commentOf(value: Readonly<Record<string, unknown>>): Comment[] {
  const { id, body, html_url: url, user } = value;
  if (typeof id !== "number" || typeof body !== "string" || !isRecord(user)) return [];
  const { login, type } = user;
  if (typeof login !== "string") return [];
  return [{ id, body, url: textOf(url), author: login, authorType: textOf(type) }];
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export interface PostOptions {
  readonly github: GitHub;
  readonly pullRequest: number;
  /** Markdown that begins with the marker. */
  readonly body: string;
  /** Whose comments are ours. @default "github-actions[bot]" */
  readonly author?: string;
}

export interface Posted {
  readonly what: "created" | "updated" | "unchanged";
  readonly url: string;
}

/** How often the comments are looked at again when others change them meanwhile. */
const rounds = 3;

/**
 * Writes the one review of a pull request: in the place of the one before, else as a new comment; a second one, which two runs made
 * at the same time, is deleted, and the oldest stays.
 *
 * @throws UserError when GitHub refuses or does not answer
 */
export async function postReview(options: PostOptions): Promise<Posted> {
  const { github, pullRequest, body, author = workflowAuthor } = options;
  if (!isReview(body)) throw new Error("the body of a review begins with its marker");
  for (let round = 1; ; round += 1) {
    try {
      const [first, ...others] = await reviewsOf(github, pullRequest, author);
      for (const { id } of others) await remove(github, id);
      if (first === undefined) {
        await create(github, pullRequest, body, author);
        const [oldest, ...later] = await reviewsOf(github, pullRequest, author);
        if (later.length > 0) continue;
        return { what: "created", url: oldest?.url ?? "" };
      }
      if (first.body.replaceAll("\r\n", "\n") === body) return { what: "unchanged", url: first.url };
      const path = github.inRepository(`/issues/comments/${first.id}`);
      await github.ask(`update the review of pull request ${pullRequest}`, "PATCH", path, { body });
      return { what: "updated", url: first.url };
    } catch (error) {
      // Deleted (404), or changed by another run (409): what is there now is looked at again.
      const passes = error instanceof GitHubError && [404, 409].includes(error.status);
      if (!passes || round >= rounds) throw error;
    }
  }
}

async function create(github: GitHub, pullRequest: number, body: string, author: string): Promise<void> {
  const doing = `comment on pull request ${pullRequest}`;
  try {
    await github.ask(doing, "POST", github.inRepository(`/issues/${pullRequest}/comments`), { body });
  } catch (error) {
    // It may have been written although the answer was lost: the next look tells.
    if (error instanceof GitHubError && error.status < 500) throw error;
    const written = await reviewsOf(github, pullRequest, author);
    if (!written.some((comment) => comment.body.replaceAll("\r\n", "\n") === body)) throw error;
  }
}

async function remove(github: GitHub, id: number): Promise<void> {
  try {
    await github.ask(`delete comment ${id}`, "DELETE", github.inRepository(`/issues/comments/${id}`));
  } catch (error) {
    if (!(error instanceof GitHubError && error.status === 404)) throw error;
  }
}

/** Number of a pull request from what a person or a workflow wrote. @throws UserError when it is none */
export function pullRequestNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UserError(`a pull request is named by its number, got ${JSON.stringify(text)}`);
}
