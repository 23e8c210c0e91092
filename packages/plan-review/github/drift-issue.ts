import { isRecord } from "../../terraform-json";
import type { GitHub } from "./client";
import { workflowAuthor } from "./comments";

export interface DriftIssue {
  readonly github: GitHub;
  /** Environment whose AWS account differs from what main says. */
  readonly environment: string;
  /** The review, in Markdown; undefined when nothing differs. */
  readonly body: string | undefined;
  /** @default "github-actions[bot]" */
  readonly author?: string;
}

/**
 * Keeps one open issue for an environment that drifted: opened when it drifts, updated while it does, closed when it is as it should be.
 *
 * @returns what was done; the issue's number, where there is one
 */
export async function reportDrift(
  options: DriftIssue,
): Promise<{ what: "opened" | "updated" | "closed" | "none"; number?: number }> {
  const { github, environment, body, author = workflowAuthor } = options;
  const mark = `<!-- plan-drift: ${environment} -->`;
  const doing = "read the open issues";
  const open = await github.list(doing, github.inRepository("/issues?state=open"));
  const [number] = open.flatMap((issue) =>
    // Pull requests are issues, too, to this API.
    typeof issue.number === "number" &&
    issue.pull_request === undefined &&
    typeof issue.body === "string" &&
    issue.body.startsWith(mark) &&
    isRecord(issue.user) &&
    issue.user.login === author
      ? [issue.number]
      : [],
  );
  const path = github.inRepository(`/issues/${number}`);
  if (body === undefined) {
    if (number === undefined) return { what: "none" };
    await github.ask(`close issue ${number}`, "PATCH", path, { state: "closed", state_reason: "completed" });
    return { what: "closed", number };
  }
  const text = `${mark}\n${body}`;
  if (number !== undefined) {
    await github.ask(`update issue ${number}`, "PATCH", path, { body: text });
    return { what: "updated", number };
  }
  const title = `${environment} is not what main says`;
  const created = await github.ask("open an issue", "POST", github.inRepository("/issues"), { title, body: text });
  return { what: "opened", ...(isRecord(created) && typeof created.number === "number" && { number: created.number }) };
}
