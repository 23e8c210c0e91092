import { parseArgs } from "node:util";
import { report, UserError } from "../errors";
import { findEnvironment } from "../../../lib/environment";

test("an error that was foreseen is its message alone, another keeps its stack", () => {
  expect(report(new UserError("no such environment"))).toBe("no such environment");
  expect(report(new TypeError("undefined is not a function"))).toContain("errors.test.ts");
});

test("an unknown option is told without a stack", () => {
  let thrown: unknown;
  try {
    parseArgs({ args: ["--forse"], options: {} });
  } catch (error) {
    thrown = error;
  }
  expect(report(thrown)).toMatch(/^Unknown option '--forse'/);
  expect(report(thrown)).not.toContain("errors.test.ts");
});

test("an environment that does not exist is told with those that do", () => {
  expect(() => findEnvironment("prod")).toThrow('no environment is called "prod"; there are production, staging');
});
