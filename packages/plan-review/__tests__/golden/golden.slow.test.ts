import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Review } from "../../model";
import { markdown } from "../../render";
import { goldenReview } from "./review-of";

const scenarios = readdirSync(join(__dirname, "plans")).map((file) => basename(file, ".json.gz"));
const reviews = new Map<string, Review>();

function reviewOf(name: string): Review {
  const known = reviews.get(name) ?? goldenReview(name);
  reviews.set(name, known);
  return known;
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
