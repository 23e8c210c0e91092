import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { markdown } from "../../render";
import { readInputs } from "../../read";
import { review } from "../../review";
import type { Review } from "../../model";
import type { Recording } from "./recording";
import { settings } from "./settings";

const scenarios = readdirSync(join(__dirname, "plans")).map((file) => basename(file, ".json.gz"));
const recorded = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(join(__dirname, "plans", `${name}.json.gz`))).toString("utf8")) as Recording;

const scratch = mkdtempSync(join(tmpdir(), "golden-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const reviews = new Map<string, Review>();

/** The review of the files that a person would have, as of the day they were recorded. */
function reviewOf(name: string): Review {
  const known = reviews.get(name) ?? makeReview(name);
  reviews.set(name, known);
  return known;
}

function makeReview(name: string): Review {
  const { day, stacks } = recorded(name);
  const plans = join(scratch, name, "plans");
  const synth = join(scratch, name, "cdktf.out");
  mkdirSync(plans, { recursive: true });
  for (const [stack, { configuration, plan, log }] of Object.entries(stacks)) {
    const folder = join(synth, "stacks", stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), configuration);
    if (plan !== undefined) writeFileSync(join(plans, `${stack}.json`), plan);
    if (log !== undefined) writeFileSync(join(plans, `${stack}.log`), log);
  }
  const { inputs, stacks: synthesized } = readInputs([plans], synth);
  return review(inputs, { ...settings, stacks: synthesized, today: day });
}

test("every review belongs to a plan", () => {
  const reviews = readdirSync(join(__dirname, "reviews")).map((file) => basename(file, ".md"));
  expect(scenarios).toEqual(expect.arrayContaining(reviews));
});

// GOLDEN=write writes the reviews anew; what changed is then read in the diff.
test.each(scenarios)("the review of %s", (name) => {
  const text = `${markdown(reviewOf(name))}\n`;
  const file = join(__dirname, "reviews", `${name}.md`);
  if (process.env.GOLDEN === "write") writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(text);
});

describe("what a reviewer must see", () => {
  test.each([
    ["first-deploy", "changes"],
    ["no-changes", "no changes"],
    ["image-change", "changes"],
    ["security-group-opened", "blocked"],
    ["database-replaced", "blocked"],
    ["database-protected", "failed"],
    ["precondition-fails", "failed"],
  ])("%s: %s", (name, verdict) => {
    expect(reviewOf(name).verdict).toBe(verdict);
  });

  test.each([
    ["image-change", /rolling deployment, 1 task/],
    ["image-change", /task definition/],
    ["instance-type", /instance refresh/],
    ["security-group-opened", /0\.0\.0\.0\/0:22/],
    ["database-replaced", /data loss/],
    ["removed-stack", /service MangoApps-Production/],
    ["service-replaced", /all its tasks stop before new ones start: outage/],
    ["check-fails", /Logs are to be kept for 90 days/],
  ])("%s says %s", (name, words) => {
    const { effects } = reviewOf(name);
    expect(effects.map(({ text }) => text).join("\n")).toMatch(words);
  });

  test("a waiting stack says for which others", () => {
    const { stacks } = reviewOf("new-secret");
    expect(stacks.map(({ message }) => message)).toContain("waits until production-data is applied");
  });

  test("default tags that change are one line, however many resources have them", () => {
    const text = markdown(reviewOf("default-tags"));
    expect(text.match(/CostCentre/g)).toHaveLength(1);
  });

  test("a secret that was written in plain text is nowhere, and its name is", () => {
    const text = markdown(reviewOf("plain-secret"));
    expect(text).not.toContain("hunter2");
    expect(text).toContain("SMTP_PASSWORD");
  });
});
