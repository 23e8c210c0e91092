import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { pageOf, shareOf } from "./report";
import { formOf, keyOf, productionStacks, rejects, scoreOf } from "./score";
import { survivors } from "./survivors";

/*
 * Changes every argument of production's stacks, and sees that what makes the system less secure is rejected. RECORD=1 writes the reference
 * page, and who rejected what (which only makes the next run fast).
 */
const page = join(__dirname, "../../docs/reference/mutation-score.md");
const hints = join(__dirname, "rejections.json");
const stacks = productionStacks();
const results = scoreOf(stacks, JSON.parse(readFileSync(hints, "utf8")) as Record<string, string>);

test("production itself is rejected by nothing", () => {
  expect(rejects(policies, stacks)).toBeUndefined();
});

test("at least 95 % of the mutations that make the system less secure are rejected", () => {
  expect(results.length).toBeGreaterThan(500);
  expect(shareOf(results)).toBeGreaterThanOrEqual(0.95);
});

test("what is not rejected has a reason, and each reason is needed", () => {
  const passing = results.filter(({ rejectedBy }) => rejectedBy === undefined).map(({ mutant }) => keyOf(mutant));
  expect(passing.filter((key) => !survivors.some(({ mutant }) => mutant.test(key)))).toEqual([]);
  expect(survivors.filter(({ mutant }) => !passing.some((key) => mutant.test(key)))).toEqual([]);
});

test("docs/reference/mutation-score.md is what the mutations say", () => {
  const text = pageOf(results);
  if (process.env.RECORD === "1") {
    writeFileSync(page, text);
    const known = results.flatMap(({ mutant, rejectedBy }) =>
      rejectedBy === undefined || rejectedBy === "terraform" ? [] : [[formOf(mutant), rejectedBy] as const],
    );
    const sorted = Object.fromEntries(known.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(hints, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  expect(readFileSync(page, "utf8")).toBe(text);
});
