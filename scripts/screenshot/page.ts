import { createHash } from "node:crypto";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { goldenReview } from "../../packages/plan-review/__tests__/golden/review-of";
import { html } from "../../packages/plan-review/render";

/** The picture in the README of packages/plan-review, and the hash of the page that it was taken of. */
export const picture = join(projectRoot(), "packages/plan-review/docs/review.png");
export const pictureHash = join(projectRoot(), "packages/plan-review/docs/review.sha256");

/** The page that is shown: a change of the database that would destroy its data. */
export function page(): string {
  return html(goldenReview("database-replaced", join(projectRoot(), "packages/plan-review/__tests__/golden/plans")));
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
