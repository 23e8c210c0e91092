import { codeOf, failure } from "../../../lib/terminal/exit";
import { verbose } from "../../../lib/terminal/verbose";
import { exitCodes, UserError } from "../../../packages/common/errors";

afterEach(() => {
  verbose.isOn = false;
});

/** An error as the AWS SDK throws it. */
const answer = (name: string, message: string, httpStatusCode?: number) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

test("an answer of AWS that no command foresaw is one line with its exit code, and no stack", () => {
  const missing = answer("RepositoryNotFoundException", "The repository with name 'x' does not exist", 400);
  expect(failure(missing)).toBe(
    "✖ cannot go on: RepositoryNotFoundException: The repository with name 'x' does not exist\n",
  );
  expect(codeOf(missing)).toBe(exitCodes.failed);
  expect(codeOf(answer("ExpiredToken", "The token has expired", 403))).toBe(exitCodes.unreachable);
  expect(codeOf(answer("Error", "connect ECONNREFUSED"))).toBe(exitCodes.unreachable);
});

test("--verbose shows where it came from", () => {
  verbose.isOn = true;
  expect(failure(answer("RepositoryNotFoundException", "gone", 400))).toMatch(/gone\n +at /);
});

test("a fault of this program shows its stack, a mistake of a person does not", () => {
  expect(failure(new TypeError("x is not a function"))).toMatch(/x is not a function\n +at /);
  expect(failure(new UserError("no such environment"))).toBe("✖ no such environment\n");
  expect(codeOf(new UserError("no such environment", exitCodes.usage))).toBe(exitCodes.usage);
});
