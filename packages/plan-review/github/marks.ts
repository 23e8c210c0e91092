import type { Review } from "../model";
import { isReview } from "../render/markdown/markers";
import { mayBeApplied } from "../render/words";

/** Characters (UTF-16 code units, which are never fewer) that GitHub takes in a comment. */
export const commentLimit = 65_536;

/**
 * The line of a comment that says what was reviewed of each stack, so that a deployment of some stacks can be compared, too.
 * It is the comment's third line, after the markers of `render/markdown`; invisible on GitHub.
 */
export function stacksMark(review: Pick<Review, "stacks" | "verdict">): string {
  // What is blocked or failed must not be found by whoever looks up what was reviewed.
  if (!mayBeApplied(review.verdict)) return "";
  const pairs = review.stacks.flatMap(({ name, hash }) =>
    hash !== "" && /^[\w.-]+$/.test(name) ? [`${name}=${hash}`] : [],
  );
  return pairs.length === 0 ? "" : `<!-- plan-review-stacks: ${pairs.join(" ")} -->`;
}

/** A comment's text with more marks below its own. */
export function withMarks(markdown: string, marks: string): string {
  if (marks === "") return markdown;
  const lines = markdown.split("\n");
  const own = lines.findIndex((line) => !line.startsWith("<!-- plan-review"));
  return [...lines.slice(0, own), marks, ...lines.slice(own)].join("\n");
}

/** Hashes by stack that a comment says were reviewed; empty where it says none. */
export function reviewedStacks(body: string): ReadonlyMap<string, string> {
  // Only its own line counts: what a plan or a person writes further down says nothing.
  const [, , line = ""] = body.split("\n", 3).map((text) => text.trimEnd());
  const [, pairs = ""] = /^<!-- plan-review-stacks: ([\w.=\- ]+) -->$/.exec(line) ?? [];
  if (!isReview(body)) return new Map();
  return new Map(
    pairs.split(" ").flatMap((pair) => {
      const [, name, hash] = /^([\w.-]+)=([0-9a-f]{64})$/.exec(pair) ?? [];
      return name === undefined || hash === undefined ? [] : [[name, hash] as const];
    }),
  );
}
