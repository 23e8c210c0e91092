import { postReview, pullRequestNumber } from "../../github/comments";
import { reviewedIn, reviewedOfCommit } from "../../github";
import { commentLimit, reviewedStacks, stacksMark, withMarks } from "../../github/marks";
import { bot, gitHubWith, review, token } from "./github";

const post = (github: Awaited<ReturnType<typeof gitHubWith>>["github"], text: string) =>
  postReview({ github, pullRequest: 7, body: review(text) });

describe("one comment for a pull request", () => {
  test("the first review is a new comment, the next ones stand in its place", async () => {
    const { github, comments } = await gitHubWith({
      comments: [{ id: 1, body: "LGTM", user: { login: "ana", type: "User" } }],
    });
    await expect(post(github, "one")).resolves.toMatchObject({ what: "created" });
    await expect(post(github, "two")).resolves.toMatchObject({ what: "updated" });
    await expect(post(github, "two")).resolves.toMatchObject({ what: "unchanged" });
    expect(comments().map(({ body }) => body)).toEqual(["LGTM", review("two")]);
  });

  test("it is found on the third page", async () => {
    const talk = Array.from({ length: 5 }, (_, id) => ({ id, body: "talk", user: { login: "ana", type: "User" } }));
    const { github, comments } = await gitHubWith({
      comments: [...talk, { id: 50, body: review("old"), user: bot }],
      pageSize: 2,
    });
    await post(github, "new");
    expect(comments().map(({ body }) => body)).toEqual([...talk.map(({ body }) => body), review("new")]);
  });

  test("a second one, of two runs at the same time, is deleted; the oldest stays", async () => {
    const { github, comments } = await gitHubWith({
      comments: [9, 3, 5].map((id) => ({ id, body: review(String(id)), user: bot })),
    });
    await post(github, "new");
    expect(comments()).toMatchObject([{ id: 3, body: review("new") }]);
  });

  test("another run that comments between the look and the writing leaves one comment", async () => {
    let raced = false;
    const server = await gitHubWith({
      before: ({ method }) => {
        if (method !== "POST" || raced) return undefined;
        raced = true;
        void server.github.ask("race", "POST", "/repos/acorn/infra/issues/7/comments", { body: review("other run") });
        return undefined;
      },
    });
    await post(server.github, "mine");
    const settled = await post(server.github, "mine");
    expect(settled.what).toBe("unchanged");
    expect(server.comments().map(({ body }) => body)).toEqual([review("mine")]);
  });

  test("a comment that was deleted, or changed by another run (409), meanwhile is looked for again", async () => {
    for (const status of [404, 409]) {
      let refused = false;
      const { github, comments } = await gitHubWith({
        comments: [{ id: 1, body: review("old"), user: bot }],
        before: ({ method }) => {
          if (method !== "PATCH" || refused) return undefined;
          refused = true;
          return { status, body: { message: "x" } };
        },
      });
      await expect(post(github, "new")).resolves.toMatchObject({ what: "updated" });
      expect(comments().map(({ body }) => body)).toEqual([review("new")]);
    }
  });

  test("a comment that was written although the answer was lost is not written again", async () => {
    let lost = false;
    const server = await gitHubWith({
      before: ({ method, body, path }) => {
        if (method !== "POST" || lost) return undefined;
        lost = true;
        void server.github.ask("the same", "POST", path, JSON.parse(body) as object);
        return { instead: "drop" };
      },
    });
    await post(server.github, "one").catch(() => {});
    await post(server.github, "one");
    expect(server.comments().map(({ body }) => body)).toEqual([review("one")]);
  });

  test("somebody else's comment with the marker is left alone", async () => {
    const forged = [
      { id: 1, body: review("forged"), user: { login: "mallory", type: "User" } },
      { id: 2, body: review("forged"), user: { login: "github-actions[bot]", type: "User" } },
      { id: 3, body: `> ${review("quoted")}`, user: bot },
    ];
    const { github, comments } = await gitHubWith({ comments: forged });
    await expect(post(github, "real")).resolves.toMatchObject({ what: "created" });
    expect(comments().slice(0, 3)).toEqual(forged);
    expect(comments()).toHaveLength(4);
  });
});

describe("what GitHub refuses is one line, without the token", () => {
  const refusal = async (status: number, body: unknown = { message: "no" }, headers = {}) => {
    const { github, received } = await gitHubWith({ before: () => ({ status, body, headers }) });
    const error = await post(github, "x").then(
      () => "",
      (thrown: Error) => thrown.message,
    );
    expect(error).not.toContain(token);
    expect(error.split("\n")).toHaveLength(1);
    expect(received[0]?.headers.authorization).toBe(`Bearer ${token}`);
    return error;
  };

  test.each([
    [401, "GITHUB_TOKEN is wrong or has expired"],
    [403, "lacks a permission"],
    [404, "is acorn/infra right"],
    [409, "run it again"],
    [422, "not accepted"],
    [500, "after 4 attempts"],
    [503, "after 4 attempts"],
    [418, "not expected"],
  ])("%i", async (status, words) => {
    const error = await refusal(status);
    expect(error).toContain(`GitHub answered ${status} (no)`);
    expect(error).toContain(words);
  });

  test("a rate limit says when it ends", async () => {
    expect(
      await refusal(
        403,
        { message: "API rate limit exceeded" },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Date.parse("2026-01-01T01:00:00Z") / 1000) },
      ),
    ).toContain("its rate limit ends in 3600 seconds");
    expect(await refusal(429, {}, { "retry-after": "900" })).toContain("its rate limit ends in 900 seconds");
  });

  test("a body that is too long says what GitHub says", async () => {
    const answer = {
      message: "Validation Failed",
      errors: [{ message: "body is too long (maximum is 65536 characters)" }],
    };
    expect(await refusal(422, answer)).toContain("body is too long (maximum is 65536 characters)");
  });

  test("JSON that is cut off, and a list that is none", async () => {
    expect(await refusal(200, '[{"id":')).toContain("not JSON");
    expect(await refusal(200, { id: 1 })).toContain("no list");
  });

  test("a GitHub that is not there", async () => {
    const { github } = await gitHubWith({ before: () => ({ instead: "drop" }) });
    await expect(post(github, "x")).rejects.toThrow("cannot read the comments of pull request 7: GET http://127.0.0.1");
  });
});

test("a short rate limit is waited for, and the review is written", async () => {
  let limited = false;
  const { github, waits, comments } = await gitHubWith({
    before: ({ method }) => {
      if (method !== "POST" || limited) return undefined;
      limited = true;
      return { status: 403, headers: { "retry-after": "5" }, body: { message: "secondary rate limit" } };
    },
  });
  await post(github, "x");
  expect(waits).toEqual([5]);
  expect(comments()).toHaveLength(1);
});

test("a next page on another host is not asked for, since the token would go there", async () => {
  const other = await gitHubWith();
  const { github } = await gitHubWith({
    before: () => ({ body: [], headers: { link: `<${other.url}/page>; rel="next"` } }),
  });
  await github.list("read", "/repos/acorn/infra/issues/7/comments");
  expect(other.received).toEqual([]);
});

describe("what was reviewed", () => {
  const hash = (letter: string) => letter.repeat(64);
  const stacks = {
    verdict: "changes",
    stacks: [
      { name: "test-data", hash: hash("a") },
      { name: "test-service", hash: "" },
    ],
  } as never;

  test("hashes of the whole and of each stack are read from the workflow's own comment", async () => {
    const body = withMarks(review("text"), stacksMark(stacks));
    const { github } = await gitHubWith({ comments: [{ id: 1, body, user: bot }] });
    const reviewed = await reviewedIn(github, 7);
    expect(reviewed.hash).toBe(hash("a"));
    expect([...reviewed.stacks]).toEqual([["test-data", hash("a")]]);
  });

  test.each(["blocked", "failed"] as const)("a review that is %s says of no stack that it was reviewed", (verdict) => {
    expect(stacksMark({ ...(stacks as object), verdict } as never)).toBe("");
  });

  test("a comment of anybody else says nothing", async () => {
    const { github } = await gitHubWith({
      comments: [{ id: 1, body: review("x"), user: { login: "mallory", type: "User" } }],
    });
    await expect(reviewedIn(github, 7)).rejects.toThrow("has no plan review by github-actions[bot]");
  });

  test("a mark that is anywhere but in its line says nothing", () => {
    const mark = stacksMark(stacks);
    expect(reviewedStacks(`${review("text")}\n${mark}`).size).toBe(0);
    expect(reviewedStacks(`a person wrote\n\n${mark}`).size).toBe(0);
  });

  const ofCommit = async (pulls: readonly object[]) => {
    const { github } = await gitHubWith({
      comments: [{ id: 1, body: withMarks(review("x"), stacksMark(stacks)), user: bot }],
      before: ({ path }) => (path.includes("/commits/") ? { body: pulls } : undefined),
    });
    return reviewedOfCommit(github, "c".repeat(40));
  };

  test("a commit leads to the pull request that was merged as it", async () => {
    const pull = { number: 7, merged_at: "2026-01-01", merge_commit_sha: "c".repeat(40), base: {} };
    await expect(ofCommit([{ ...pull, number: 8, merged_at: null }, pull])).resolves.toMatchObject({ pullRequest: 7 });
  });

  test("a commit that was pushed without a pull request was not reviewed", async () => {
    await expect(ofCommit([])).rejects.toThrow("is the merge of no pull request");
    await expect(ofCommit([{ number: 7, merged_at: "x", merge_commit_sha: "d".repeat(40), base: {} }])).rejects.toThrow(
      "is the merge of no pull request",
    );
  });
});

test("a pull request is named by its number", () => {
  expect(pullRequestNumber("12")).toBe(12);
  for (const text of ["", "0", "x", "1/../2", "-1"])
    expect(() => pullRequestNumber(text)).toThrow("named by its number");
});

test("the limit is GitHub's", () => {
  expect(commentLimit).toBe(65_536);
});
