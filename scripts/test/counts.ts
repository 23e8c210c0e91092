/** Tests of one suite, by how they ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A check without tests of its own, such as a type check, counts as one. */
export const oneCheck = (passed: boolean): Counts => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

export const oneSkipped: Counts = { passed: 0, failed: 0, skipped: 1 };

/**
 * Counts of what `jest --json` wrote.
 *
 * @param report text of the file; undefined when Jest ended without writing it, which counts as one failure
 * @param code exit code of Jest: when it failed although every test passed (a test file that does not load, a leak), one
 * failure is counted
 */
export function jestCounts(report: string | undefined, code: number): Counts {
  if (report === undefined) return oneCheck(false);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report) as Record<
    string,
    number
  >;
  const failed = numFailedTests ?? 0;
  return {
    passed: numPassedTests ?? 0,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

/** Counts of what `python -m unittest` printed, where no test at all is a failure: "Ran 12 tests in 0.5s", "FAILED (failures=1, errors=2, skipped=1)". */
export function unittestCounts(printed: string, code: number): Counts {
  const ran = /^Ran (\d+) tests? in/m.exec(printed);
  if (ran === null || ran[1] === "0") return oneCheck(false);
  const number = (what: string): number =>
    Number(new RegExp(`^(?:OK|FAILED) \\(.*?\\b${what}=(\\d+)`, "m").exec(printed)?.[1] ?? 0);
  const skipped = number("skipped");
  const failed = number("failures") + number("errors") + number("unexpected successes");
  const counted = failed === 0 && code !== 0 ? 1 : failed;
  return { passed: Math.max(0, Number(ran[1]) - skipped - counted), failed: counted, skipped };
}

export function total(all: readonly Counts[]): Counts {
  const sum = (of: keyof Counts): number => all.reduce((count, counts) => count + counts[of], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}
