import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, type RunOptions } from "../../run";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import { statefulProtection } from "../../../aws-policies/stateful-protection";
import { planOf, resource, update } from "./parts";

const root = temporaryFolder();
const synth = join(root, "out");
mkdirSync(join(synth, "stacks/one"), { recursive: true });
writeFileSync(join(synth, "stacks/one/cdk.tf.json"), '{"resource":{}}');

let count = 0;
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `plans-${(count += 1)}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const plans = {
  quiet: JSON.stringify(planOf([])),
  changing: JSON.stringify(planOf([update("aws_a.b", { a: 1 }, { a: 2 })])),
  losing: JSON.stringify(
    planOf([resource("aws_db_instance.db", { actions: ["delete"], before: { identifier: "app" }, after: null })]),
  ),
};

const runOn = (text: string, more: Partial<RunOptions> = {}, name = "one.json") =>
  run({
    paths: [folderOf({ [name]: text })],
    synth,
    files: {},
    env: {},
    review: { policies: [], environments: [], today: "2026-11-23" },
    ...more,
  });

test.each([
  ["nothing to do", plans.quiet, 0],
  ["changes", plans.changing, 2],
  ["blocked", plans.losing, 3],
])("%s has its exit code", async (_, plan, code) => {
  const result = await runOn(plan);
  expect(result).toMatchObject({ code, problems: [] });
  expect(result.text).not.toBe("");
});

test("a plan that failed is an error with Terraform's words, and no complaint about the file", async () => {
  const result = await runOn("Error: Invalid count argument\n", {}, "one.log");
  expect(result).toMatchObject({ code: 1, problems: [], text: expect.stringContaining("Invalid count argument") });
});

test("a file that is no plan is one line, and what was asked for says that the plan failed", async () => {
  const file = join(root, "failed.md");
  const result = await runOn('{"version":4,"serial":1}', { files: { markdown: file } });
  expect(result).toMatchObject({
    code: 1,
    text: "",
    problems: [expect.stringContaining("is a Terraform state file, not a plan")],
  });
  expect(readFileSync(file, "utf8")).toContain("is a Terraform state file, not a plan");
});

describe("files", () => {
  const names = { markdown: "r.md", json: "r.json", sarif: "r.sarif", html: "r.html" } as const;

  test("are written in every format, and nothing else is left", async () => {
    const folder = folderOf({});
    const files = Object.fromEntries(Object.entries(names).map(([format, name]) => [format, join(folder, name)]));
    expect(await runOn(plans.changing, { files })).toMatchObject({ code: 2, problems: [] });
    expect(readdirSync(folder).sort()).toEqual(Object.values(names).sort());
    expect(JSON.parse(readFileSync(join(folder, "r.json"), "utf8"))).toMatchObject({ format: 1, verdict: "changes" });
    expect(JSON.parse(readFileSync(join(folder, "r.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  test.each<[string, (folder: string) => string, RegExp]>([
    [
      "in a folder that is not there",
      (folder) => join(folder, "no", "r.html"),
      /^cannot write .*r\.html: its folder is not there; expected/,
    ],
    ["that is a folder", (folder) => folder, /^cannot write .*: it is a folder; expected/],
    ["below a file", (folder) => join(folder, "kept.md", "r.html"), /^cannot write .*: its folder is a file; expected/],
  ])("one %s leaves all of them as they were, with one line", async (_, pathIn, line) => {
    const folder = folderOf({ "kept.md": "as it was" });
    const files = { markdown: join(folder, "kept.md"), html: pathIn(folder) };
    const result = await runOn(plans.changing, { files });
    expect(result).toMatchObject({ code: 1, problems: [expect.stringMatching(line)] });
    expect(readFileSync(join(folder, "kept.md"), "utf8")).toBe("as it was");
    expect(readdirSync(folder)).toEqual(["kept.md"]);
  });

  test("a folder that may not be written is reported", async () => {
    const folder = folderOf({});
    chmodSync(folder, 0o500);
    const isRoot = process.getuid?.() === 0; // whom no permission stops
    const result = await runOn(plans.changing, { files: { json: join(folder, "r.json") } });
    expect(result.code).toBe(isRoot ? 2 : 1);
    expect(existsSync(join(folder, "r.json"))).toBe(isRoot);
  });
});

describe("what was reviewed", () => {
  const hashOf = async () => {
    const file = join(root, "hash.json");
    await runOn(plans.changing, { files: { json: file } });
    return (JSON.parse(readFileSync(file, "utf8")) as { hash: string }).hash;
  };

  test("passes under its hash", async () => {
    expect(await runOn(plans.changing, { reviewed: await hashOf() })).toMatchObject({ code: 2, problems: [] });
  });

  test("is refused under any other, with both", async () => {
    const reviewed = "0".repeat(64);
    const { code, problems } = await runOn(plans.changing, { reviewed });
    expect(code).toBe(3);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`its hash is [0-9a-f]{64}, reviewed was ${reviewed}`))]);
  });
});

describe("the comment of a pull request", () => {
  let server: Server;
  const bodies: string[] = [];
  const env = () => ({
    GITHUB_REPOSITORY: "a/b",
    GITHUB_TOKEN: "t",
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });

  beforeAll((done) => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        response.setHeader("content-type", "application/json");
        if (request.method !== "POST") return response.end("[]");
        bodies.push((JSON.parse(body) as { body: string }).body);
        response.statusCode = 201;
        return response.end('{"id":1,"html_url":"https://github.com/a/b/pull/7#1","body":"","user":{"login":"x"}}');
      });
    }).listen(0, "127.0.0.1", done);
  });
  afterAll((done) => void server.close(done));

  test("is written", async () => {
    expect(await runOn(plans.changing, { comment: "7", env: env() })).toMatchObject({ code: 2, problems: [] });
    expect(bodies.pop()).toContain("aws_a.b");
  });

  test("is written when a plan cannot be read, and says so", async () => {
    expect(await runOn("{", { comment: "7", env: env() })).toMatchObject({ code: 1, text: "" });
    expect(bodies.pop()).toMatch(/is cut short/);
  });

  test("is written when HCP Terraform does not tell the plan, and says so", async () => {
    const result = await runOn(plans.changing, { paths: [], hcpRun: "run-1", comment: "7", env: env() });
    expect(result).toMatchObject({ code: 1, text: "", problems: [expect.stringContaining("TFE_TOKEN")] });
    expect(bodies.pop()).toContain("TFE_TOKEN");
  });

  test("that cannot be written is an error, and the review is reported all the same", async () => {
    const result = await runOn(plans.changing, { comment: "seven", env: env() });
    expect(result).toMatchObject({
      code: 1,
      problems: [expect.stringContaining("seven")],
      text: expect.stringContaining("aws_a.b"),
    });
  });
});

test("without synthesized stacks a plan is reviewed, and a remark says what the policies did not see", async () => {
  const nowhere = join(root, "nowhere");
  const remark = /The policies see this plan alone: .*nowhere holds no synthesized stacks/;
  const settings = { environments: [], today: "2026-11-23" };
  const asked = await runOn(plans.changing, {
    synth: nowhere,
    review: { ...settings, policies: [statefulProtection] },
  });
  expect(asked).toMatchObject({ code: 2, problems: [], text: expect.stringMatching(remark) });
  const unasked = await runOn(plans.changing, { synth: nowhere, review: { ...settings, policies: [] } });
  expect(unasked.text).not.toMatch(remark);
});
