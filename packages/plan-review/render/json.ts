import type { Review } from "../model";

/** The whole review as JSON; `format` tells its version. */
export function json(review: Review): string {
  return JSON.stringify(review, undefined, 2);
}
