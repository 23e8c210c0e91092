/** First line of every comment; invisible on GitHub. */
export const marker = "<!-- plan-review -->";

/** The lines by which a comment is found again, and by which it says what was reviewed. @param hash as `plainHash` gives it */
export function markers(hash: string): readonly string[] {
  return hash !== "" ? [marker, `<!-- plan-review-hash: ${hash} -->`] : [marker];
}

/** Whether the body of a comment is a review that this program wrote. */
export function isReview(body: string): boolean {
  return lines(body)[0] === marker;
}

/** Hash of what the comment's review is about; undefined where there was no plan, or where the comment is no review. */
export function reviewedHash(body: string): string | undefined {
  const [first, second = ""] = lines(body);
  // Only its own line counts: what a plan or a person writes further down says nothing.
  return first === marker ? /^<!-- plan-review-hash: ([0-9a-f]+) -->$/.exec(second)?.[1] : undefined;
}

/** GitHub hands back `\r\n` for a comment that was edited in the browser. */
function lines(body: string): readonly string[] {
  return body.split("\n", 2).map((line) => line.trimEnd());
}
