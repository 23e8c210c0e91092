import { createHash } from "node:crypto";
import { costInWords, defaultAssumptions, estimate } from "../../../cost";
import { nodeApi } from "../../../examples/node-api";
import { inputOf } from "../../../modules/platform/environment";
import { page } from "../../../operations/report/page";
import { factsOf } from "../../../operations/report/places";
import { drawSvg, overview, readModel } from "../../../picture";
import { evaluateEnvironments, policies } from "../../../policies";
import { stacksOf } from "../../../scripts/pictures/pictures";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = readFileSync(join(__dirname, "../../../examples/node-api.ts"), "utf8");
const facts = factsOf(inputOf(nodeApi), source);
const stacks = stacksOf(nodeApi);

const html = async () => {
  const model = readModel(stacks);
  const found = estimate(stacks, () => undefined, { assumptions: defaultAssumptions });
  return page({
    name: nodeApi.name,
    today: "2026-11-30",
    account: nodeApi.account,
    region: nodeApi.region,
    picture: await drawSvg(overview(model), { title: "picture" }),
    model,
    estimate: found,
    cost: costInWords(nodeApi.name, found),
    savings: undefined,
    assumptions: defaultAssumptions,
    timelines: [],
    verdict: "proven",
    policies,
    findings: evaluateEnvironments(policies, stacks, [nodeApi], { circumstances: {} })[0]?.findings ?? [],
    waivers: [{ policy: "a-policy", resource: "a-resource", reason: "<script>", until: "2026-01-01" }],
    stacks,
    states: new Map([["acorn-node-api-shop", "healthy" as const]]),
    file: "environments/node-api.ts",
    facts,
  });
};

test("the page is complete in itself: below 1.5 MB, no script, nothing to load, and its policy allows its own styles alone", async () => {
  const text = await html();
  expect(Buffer.byteLength(text)).toBeLessThan(1_500_000);
  expect(text).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|@import|url\((?!#)|\sstyle="/);
  const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = ""]) => css);
  expect(styles.length).toBeGreaterThan(1);
  const hashOf = (css: string) =>
    createHash("sha256").update(css).digest("base64").replaceAll("+", "&#43;").replaceAll("=", "&#61;");
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? "";
  for (const css of styles) expect(policy.replaceAll("+", "&#43;").replaceAll("=", "&#61;")).toContain(hashOf(css));
});

test("every link leads to a heading, text is escaped, unknown prices are unknown", async () => {
  const text = await html();
  const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(links).toHaveLength(6);
  for (const link of links) expect(text).toContain(`<h2 id="${link?.slice(1)}">`);
  expect(text).not.toContain("<script>");
  expect(text).toContain("2026-01-01 (expired)");
  expect(text).toContain("ops@acorn.example");
  expect(text).toContain("Now: acorn-node-api-shop is healthy.");
  expect(text).toContain(">unknown</td>");
});

test("what scrolls is reached by the keyboard and has a name; on a narrow screen each cell has that of its column", async () => {
  const text = await html();
  const regions = [...text.matchAll(/<(?:div|figure) class="scroll"([^>]*)>/g)].map(
    ([, attributes = ""]) => attributes,
  );
  expect(regions.length).toBeGreaterThan(5);
  for (const region of regions) expect(region).toMatch(/tabindex="0" role="region" aria-label="[^"]+"/);
  for (const [, attributes = ""] of text.matchAll(/<td([^>]*)>/g)) expect(attributes).toContain("data-head=");
  // A line each, and no escaped line break.
  expect(text).not.toContain(String.raw`\n`);
  expect(text).toMatch(/<div><code>[^<]+<\/code><\/div><div><code>/);
});

test("each fact has the line on which the environment's file states it", () => {
  const lineOf = (part: string) => source.split("\n").findIndex((line) => line.includes(part)) + 1;
  const at = (field: string) => facts.find((fact) => fact.field === field);
  expect(at("account")).toEqual({ field: "account", value: "111122223333", line: lineOf('account: "') });
  expect(at("services.shop.web.priority")).toEqual({
    field: "services.shop.web.priority",
    value: "200",
    line: lineOf("priority: 200"),
  });
  expect(at("services.search.web.paths")).toMatchObject({ value: "/api, /api/*", line: lineOf("priority: 100") });
  // What is spread from a constant is where it is used.
  expect(at("services.shop.containers.nginx.readonlyRootFilesystem")).toMatchObject({
    line: lineOf("nginx: {\n") || lineOf("      nginx: {"),
  });
  expect(facts.filter(({ line }) => line === undefined)).toEqual([]);
});
