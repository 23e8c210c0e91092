import { readFileSync } from "node:fs";
import { closest } from "../common/closest";
import type { Review } from "./model";
import { markers } from "./render/markdown/markers";
import { plainHash, verdictWords } from "./render/words";

/** Markdown around a review: `{{review}}` is where it goes; `{{verdict}}` and `{{hash}}` may be named as well. */
export interface CommentTemplate {
  /** Markdown before the review. */
  readonly before: string;
  /** Markdown after the review. */
  readonly after: string;
}

const placeholders = ["review", "verdict", "hash"];

/** Longest template, in UTF-16 code units: a comment has 65,536, and the review needs most of them. */
const longest = 16_384;

/** Reads a template; what is wrong with it is added to the problems. @param field where its path is written, for messages */
export function readTemplate(path: string, field: string, problems: string[]): CommentTemplate | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    problems.push(`${field} names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
  const names = [...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map(([, name = ""]) => name);
  for (const name of names.filter((other) => !placeholders.includes(other))) {
    const nearest = closest(name, placeholders) ?? placeholders.join("}}, {{");
    problems.push(`${field}: unknown placeholder {{${name}}}; did you mean {{${nearest}}}?`);
  }
  const [before = "", after, ...more] = text.split(/\{\{\s*review\s*\}\}/);
  if (after === undefined || more.length > 0) {
    problems.push(`${field}: ${path} must hold {{review}} once, got ${more.length > 0 ? more.length + 1 : 0} of them`);
    return undefined;
  }
  if (text.length > longest) {
    problems.push(`${field}: ${path} must have at most ${longest} characters, got ${text.length}`);
    return undefined;
  }
  return { before: before.trim(), after: after.trim() };
}

/**
 * A review inside its template, within the limit. The markers by which the comment is found again stay its first lines.
 *
 * @param render the review within a number of characters; begins with its markers
 */
export function inTemplate(
  template: CommentTemplate | undefined,
  review: Review,
  limit: number,
  render: (limit: number) => string,
): string {
  if (template === undefined) return render(limit);
  const fill = (text: string) =>
    text.replace(/\{\{\s*(verdict|hash)\s*\}\}/g, (_, name: string) =>
      name === "verdict" ? verdictWords[review.verdict] : plainHash(review),
    );
  const [before, after] = [fill(template.before), fill(template.after)];
  const top = markers(plainHash(review)).join("\n");
  const around = before.length + after.length + 4;
  const body = render(limit - around)
    .slice(top.length)
    .trimStart();
  return `${top}\n${[before, body, after].filter((part) => part !== "").join("\n\n")}`;
}
