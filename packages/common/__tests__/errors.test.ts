import { parseArgs } from "node:util";
import { report, UserError } from "../errors";

test("an error that was foreseen is its message alone, another keeps its stack", () => {
  expect(report(new UserError("no such environment"))).toBe("no such environment");
  expect(report(new TypeError("undefined is not a function"))).toContain("errors.test.ts");
});

test("an unknown option is reported without a stack", () => {
  let thrown: unknown;
  try {
    parseArgs({ args: ["--forse"], options: {} });
  } catch (error) {
    thrown = error;
  }
  expect(report(thrown)).toMatch(/^Unknown option '--forse'/);
  expect(report(thrown)).not.toContain("errors.test.ts");
});
