import { postComment, reviewedIn } from "../../github";
import type { Review } from "../../model";
import { markdown } from "../../render";
import { gitHubWith } from "./github";

const counts = {
  create: 1,
  update: 0,
  replace: 0,
  destroy: 0,
  moved: 0,
  imported: 0,
  forgotten: 0,
  invoked: 0,
  other: 0,
};
const hash = (letter: string): string => letter.repeat(64);

/** A review of two stacks, with so much to say that no comment holds it. */
const review: Review = {
  format: 1,
  olderFindings: 0,
  coverage: { assessed: 2000, changes: 2000 },
  verdict: "changes",
  summary: "2,000 resources change",
  stacks: ["production-data", "production-service"].map((name, index) => ({
    name,
    status: "planned",
    counts,
    risk: "low",
    coverage: { assessed: 1000, changes: 1000 },
    changes: Array.from({ length: 1000 }, (_, number) => ({
      stack: name,
      address: `aws_s3_bucket.bucket-${number}`,
      type: "aws_s3_bucket",
      action: "create",
      actions: ["create"],
      reasons: [],
      effects: [],
      diff: [{ kind: "added", path: ["bucket"], after: `bucket-of-a-long-name-${number}` }],
      risk: "low",
    })),
    drift: [],
    outputs: [],
    deferred: [],
    remarks: [],
    hash: hash(index === 0 ? "a" : "b"),
  })),
  effects: [],
  blocks: [],
  notices: [],
  hash: hash("c"),
};

test("a review that no comment holds is within GitHub's limit, and still says what was reviewed", async () => {
  const { github, comments } = await gitHubWith();
  const render = (limit: number): string => markdown(review, { limit });
  await postComment({ pullRequest: "7", review, render, env: {}, github });
  const [comment] = comments();
  expect(comment?.body.length).toBeGreaterThan(50_000);
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);
  await expect(reviewedIn(github, 7)).resolves.toEqual({
    pullRequest: 7,
    hash: hash("c"),
    stacks: new Map([
      ["production-data", hash("a")],
      ["production-service", hash("b")],
    ]),
  });
});

test("an app that comments in the workflow's place is looked for by its own name", async () => {
  const { github, comments } = await gitHubWith();
  const render = (): string => markdown({ ...review, stacks: [] });
  await postComment({ pullRequest: "7", review, render, env: {}, github });
  const posted = postComment({
    pullRequest: "7",
    review,
    render,
    env: { PLAN_REVIEW_AUTHOR: "acorn-reviews[bot]" },
    github,
  });
  await expect(posted).resolves.toMatchObject({ what: "created" });
  expect(comments()).toHaveLength(2);
});
