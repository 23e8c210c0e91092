import { jestCounts, oneCheck, unittestCounts } from "../../../scripts/test/counts";

test("Jest's own report is counted, todo as skipped", () => {
  const report = JSON.stringify({ numPassedTests: 12, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
  expect(jestCounts(report, 1)).toEqual({ passed: 12, failed: 1, skipped: 3 });
});

test("a test file that does not load is a failure, although none of its tests failed", () => {
  const report = JSON.stringify({ numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 });
  expect(jestCounts(report, 1)).toEqual({ passed: 12, failed: 1, skipped: 0 });
  expect(jestCounts(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test.each([
  ["Ran 12 tests in 0.512s\n\nOK\n", 0, { passed: 12, failed: 0, skipped: 0 }],
  ["Ran 1 test in 0.512s\n\nOK\n", 0, { passed: 1, failed: 0, skipped: 0 }],
  ["Ran 12 tests in 0.5s\n\nOK (skipped=2)\n", 0, { passed: 10, failed: 0, skipped: 2 }],
  ["Ran 12 tests in 0.5s\n\nFAILED (failures=1, errors=2, skipped=1)\n", 1, { passed: 8, failed: 3, skipped: 1 }],
  ["Ran 12 tests in 0.5s\n\nFAILED (unexpected successes=1)\n", 1, { passed: 11, failed: 1, skipped: 0 }],
  ["Ran 0 tests in 0.000s\n\nOK\n", 0, { passed: 0, failed: 1, skipped: 0 }],
  ["ModuleNotFoundError: No module named 'moto'\n", 1, { passed: 0, failed: 1, skipped: 0 }],
])("unittest's closing lines %j are counted", (printed, code, counts) => {
  expect(unittestCounts(printed, code)).toEqual(counts);
});

test("a check without tests of its own is one", () => {
  expect(oneCheck(true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(oneCheck(false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
