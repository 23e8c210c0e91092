import { stripVTControlCharacters } from "node:util";
import { exitCode, report, type Result } from "../../../scripts/test/report";

const unit: Result = { name: "unit tests", counts: { passed: 300, failed: 0, skipped: 0 }, milliseconds: 6_000 };
const broken: Result = { name: "lint", counts: { passed: 0, failed: 1, skipped: 0 }, milliseconds: 1_200 };
const skipped: Result = {
  name: "end to end",
  counts: { passed: 0, failed: 0, skipped: 1 },
  milliseconds: 10,
  skippedBecause: "Terraform is not installed",
};
const text = (results: readonly Result[], ci = false) => stripVTControlCharacters(report(results, { ci }));

test("every suite has its line, and the last line counts all tests", () => {
  expect(text([broken, unit])).toBe(`
✖ lint              1.2 s  0 passed, 1 failed, 0 skipped
✔ unit tests        6.0 s  300 passed, 0 failed, 0 skipped

300 passed, 1 failed, 0 skipped`);
});

test("the last line is plain, whatever the colors", () => {
  expect(report([unit], { ci: false }).split("\n").at(-1)).toBe("300 passed, 0 failed, 0 skipped");
});

test("what was skipped is reported with the reason", () => {
  expect(text([unit, skipped])).toContain(
    "SKIPPED: end to end. These tests did not run.\n  Terraform is not installed",
  );
  expect(text([unit, skipped], true)).toContain("With CI=true this is a failure.");
});

test("a failure fails the run; a skipped suite does under CI", () => {
  expect(exitCode([unit], { ci: true })).toBe(0);
  expect(exitCode([unit, broken], { ci: false })).toBe(1);
  expect(exitCode([unit, skipped], { ci: false })).toBe(0);
  expect(exitCode([unit, skipped], { ci: true })).toBe(1);
});
