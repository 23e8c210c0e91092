import { readFileSync } from "node:fs";
import { hashOf, page, picture, pictureHash } from "../../../scripts/screenshot/page";

test("the picture in the README of plan-review shows a review as it is made today", () => {
  const taken = readFileSync(pictureHash, "utf8").trim();
  // To take it again: node lib/runner/run.mjs scripts/screenshot/cli.ts (needs Chromium), then look at it.
  expect({ taken }).toEqual({ taken: hashOf(page()) });
  expect(readFileSync(picture).subarray(1, 4).toString("latin1")).toBe("PNG");
});
