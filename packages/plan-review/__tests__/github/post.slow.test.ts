import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
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
  olderFindings: [],
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
      diff: [{ kind: "added", path: [`bucket ${number}`], after: `bucket-of-a-long-name-${number}` }],
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

describe("the next review of a pull request", () => {
  const withChanges = (names: readonly string[], more: Partial<Review> = {}): Review => ({
    ...review,
    stacks: review.stacks.slice(0, 1).map((stack) => ({
      ...stack,
      changes: stack.changes.slice(0, 1).flatMap((change) => names.map((name) => ({ ...change, address: name }))),
    })),
    ...more,
  });
  const post = async (github: Awaited<ReturnType<typeof gitHubWith>>["github"], own: Review) =>
    postComment({
      pullRequest: "7",
      review: own,
      render: (limit, since) => markdown(own, { limit, ...(since && { since }) }),
      env: {},
      github,
    });
  const block = { stack: "production-data", address: "aws_a.b", rule: "no-two", text: "", remedy: "" };

  test("says what is new, what changed, and what is no longer in the plan", async () => {
    const { github, comments } = await gitHubWith();
    await post(
      github,
      withChanges(["aws_a.kept", "aws_a.other", "aws_a.gone"], { blocks: [block], verdict: "blocked" }),
    );
    expect(comments()[0]?.body).not.toContain("last review");
    const next = withChanges(["aws_a.kept", "aws_a.new"]);
    const [stack] = next.stacks;
    const [kept] = stack?.changes ?? [];
    if (stack === undefined || kept === undefined) throw new Error("no change");
    const other = { ...kept, address: "aws_a.other", actions: ["delete"] };
    await post(github, { ...next, stacks: [{ ...stack, changes: [...stack.changes, other] }] });
    expect(comments()).toHaveLength(1);
    expect(comments()[0]?.body).toContain(
      [
        "### Since the last review",
        "",
        "- No longer blocked: `aws_a.b` (`no-two`)",
        "- New: `aws_a.new`",
        "- Changed: `aws_a.other`",
        "- No longer in the plan: `aws_a.gone`",
      ].join("\n"),
    );
  });

  test("says so when nothing is different, and is then the same comment", async () => {
    const { github, comments } = await gitHubWith();
    const own = withChanges(["aws_a.b"]);
    await post(github, own);
    await post(github, own);
    expect(comments()[0]?.body).toContain("Nothing is different from the last review.");
    expect(await post(github, own)).toMatchObject({ what: "unchanged" });
  });

  test("compares nothing where the last one failed, was too long or was edited", async () => {
    const own = withChanges(["aws_a.b"]);
    const failed = {
      ...own,
      stacks: own.stacks.map((stack) => ({ ...stack, status: "failed" as const, changes: [] })),
    };
    const names = Array.from({ length: 3000 }, (_, index) => createHash("sha256").update(`${index}`).digest("hex"));
    for (const first of [failed, withChanges(names)]) {
      const { github, comments } = await gitHubWith();
      await post(github, first);
      await post(github, own);
      expect(comments()[0]?.body).not.toContain("last review");
    }
    const { github, comments } = await gitHubWith({
      comments: [
        {
          id: 1,
          body: "<!-- plan-review -->\n<!-- plan-review-shown: AAAA -->\n",
          user: { login: "github-actions[bot]", type: "Bot" },
        },
      ],
    });
    await post(github, own);
    expect(comments()[0]?.body).not.toContain("last review");
  });

  test("reads nothing of a secret from the line that it compares with", async () => {
    const { github, comments } = await gitHubWith();
    await post(github, withChanges(["aws_a.b"]));
    const [, text = ""] = /plan-review-shown: (\S+)/.exec(comments()[0]?.body ?? "") ?? [];
    const json = inflateRawSync(Buffer.from(text, "base64")).toString("utf8");
    expect(JSON.parse(json)).toEqual({
      stacks: { "production-data": { "aws_a.b": expect.stringMatching(/^[\w-]{6}$/) } },
      blocks: [],
    });
  });
});
