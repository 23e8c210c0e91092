import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gitHubSettings, reportDrift, writeSummary } from "../../github";
import { GitHub } from "../../github/client";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import { serve } from "../../../common/__tests__/helpers/server";
import { bot } from "./github";

describe("settings from a job", () => {
  const env = { GITHUB_REPOSITORY: "acorn/infra", GITHUB_TOKEN: "ghs_x" };

  test("GitHub Enterprise Server has an API of its own", () => {
    expect(gitHubSettings(env).apiUrl).toBe("https://api.github.com");
    expect(gitHubSettings({ ...env, GITHUB_API_URL: "https://git.acorn.example/api/v3/" }).apiUrl).toBe(
      "https://git.acorn.example/api/v3",
    );
  });

  test("what is missing or wrong is named, and the token never goes out in plain text", () => {
    expect(() => gitHubSettings({ ...env, GITHUB_TOKEN: "" })).toThrow("GITHUB_TOKEN");
    expect(() => gitHubSettings({ ...env, GITHUB_REPOSITORY: "infra" })).toThrow('OWNER/NAME; got "infra"');
    expect(() => gitHubSettings({ ...env, GITHUB_API_URL: "nowhere" })).toThrow('must be a URL, got "nowhere"');
    expect(() => gitHubSettings({ ...env, GITHUB_API_URL: "http://git.acorn.example" })).toThrow("https://");
  });
});

describe("job summary", () => {
  const file = join(temporaryFolder(), "summary.md");

  test("what is written is added, and cut where GitHub would refuse all of it", () => {
    expect(writeSummary("# one", { GITHUB_STEP_SUMMARY: file })).toBe(true);
    writeSummary("ä line\n".repeat(200_000), { GITHUB_STEP_SUMMARY: file });
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# one\nä line\n/);
    expect(text).toContain("too long for a job summary");
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024 + 10);
    expect(text).not.toContain("\uFFFD");
  });

  test("elsewhere nothing is written", () => {
    expect(writeSummary("x", {})).toBe(false);
  });
});

describe("drift", () => {
  const mark = "<!-- plan-drift: production -->";
  const run = async (issues: readonly object[], body: string | undefined) => {
    const server = await serve(({ method }) => (method === "GET" ? { body: issues } : { body: { number: 5 } }));
    const github = new GitHub({ repository: "acorn/infra", token: "x", apiUrl: server.url });
    const outcome = await reportDrift({ github, environment: "production", body });
    const written = server.received.filter(({ method }) => method !== "GET");
    return { outcome, written: written.map((request) => ({ ...request, body: JSON.parse(request.body) as object })) };
  };

  test("opens an issue, updates it while the drift lasts, and closes it when it is gone", async () => {
    const opened = await run([], "drifted");
    expect(opened.outcome).toEqual({ what: "opened", number: 5 });
    expect(opened.written[0]?.body).toEqual({ title: "production is not what main says", body: `${mark}\ndrifted` });

    const open = [{ number: 4, body: `${mark}\nold`, user: bot }];
    const updated = await run(open, "still");
    expect(updated.written).toMatchObject([{ method: "PATCH", body: { body: `${mark}\nstill` } }]);
    const closed = await run(open, undefined);
    expect(closed.outcome).toEqual({ what: "closed", number: 4 });
    expect(closed.written).toMatchObject([{ method: "PATCH", body: { state: "closed" } }]);
  });

  test("another environment's issue, a pull request and a person's issue are left alone", async () => {
    const others = [
      { number: 1, body: "<!-- plan-drift: staging -->", user: bot },
      { number: 2, body: mark, user: bot, pull_request: {} },
      { number: 3, body: mark, user: { login: "ana" } },
    ];
    expect((await run(others, undefined)).outcome).toEqual({ what: "none" });
    expect((await run(others, "drifted")).outcome).toMatchObject({ what: "opened" });
  });
});
