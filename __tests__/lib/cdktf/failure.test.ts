import { stripVTControlCharacters } from "node:util";
import { failure } from "../../../lib/cdktf/failure";
import type { StackProgress } from "../../../lib/cdktf/progress";

const stack = (name: string, phase: StackProgress["phase"], errors: readonly string[] = []): StackProgress => ({
  name,
  phase,
  errors,
  after: [],
  resources: 1,
  finished: 0,
  working: new Map(),
});

const options = {
  code: 1,
  printed: [],
  command: "npm start",
  recover: "./platform recover production --emulator",
  interrupted: false,
  log: "/project/.emulator/production-deploy.log",
};
const text = (changes: Partial<Parameters<typeof failure>[0]>) =>
  stripVTControlCharacters(failure({ ...options, stacks: [], ...changes }));

test("a failed run names the stack, Terraform's words, what is finished, how to go on and where the log is", () => {
  const stacks = [
    stack("production-foundation", "done"),
    stack("production-data", "failed", ["Error: creating RDS", "", "  with aws_db_instance.database", "", ""]),
    stack("production-service", "initialized"),
  ];
  expect(text({ stacks })).toBe(`production-data failed:

  Error: creating RDS
  
    with aws_db_instance.database

Finished: production-foundation. Not finished: production-data, production-service.
The state records all that exists: \`npm start\` continues from there.
Terraform's output is in /project/.emulator/production-deploy.log`);
});

test("an interrupted run does not call what Terraform broke off an error", () => {
  const stacks = [stack("production-data", "failed", ["Error: execution halted"])];
  const printed = text({ stacks, interrupted: true });
  expect(printed).toContain("Interrupted: Terraform stopped and saved what it had done.");
  expect(printed).not.toContain("execution halted");
});

test("when no stack failed, what cdktf printed is shown", () => {
  expect(text({ printed: ["Usage Error: Found no stack"] })).toContain("Usage Error: Found no stack");
});

test("a lock that is held is explained", () => {
  const stacks = [stack("production-data", "failed", ["Error: Error acquiring the state lock", "ID: 1234"])];
  expect(text({ stacks })).toContain("If it was killed, this frees the lock: ./platform recover production --emulator");
});

test("errors longer than a screen are cut, and the log has the rest", () => {
  const stacks = [
    stack(
      "production-data",
      "failed",
      Array.from({ length: 100 }, (_, line) => `line ${line}`),
    ),
  ];
  expect(text({ stacks })).toContain("line 39\n  ... 60 lines more in the log");
});

test("what a run made and could not record is explained", () => {
  const stacks = [stack("production-foundation", "failed", ["Error: api error RouteAlreadyExists: Route in table"])];
  const printed = text({ stacks });
  expect(printed).toContain("This imports it: ./platform recover production --emulator\n\nThen `npm start` continues.");
  expect(printed).not.toContain("The state records all that exists");
});

test("what was begun and is protected is reported as to be completed by the next run", () => {
  const printed = text({ interrupted: true, kept: ["aws_kms_key.key"] });
  expect(printed).toContain("Begun, and completed by the next run: aws_kms_key.key.");
});

test("what Terraform repeats, as it does while the network is gone, is shown once", () => {
  const errors = ["Error: connection refused", "", "Error: connection refused", "", "Error: Failed to save state", ""];
  const printed = text({ stacks: [stack("production-data", "failed", errors)] });
  expect(printed).toContain(
    "  Error: connection refused\n  \n  Error: Failed to save state\n\nTerraform could not save",
  );
});

test("a run whose cdktf ended while Terraform worked, as on a full disk, does not claim that the state records everything", () => {
  const printed = text({ stacks: [stack("production-foundation", "applying")], isDiskFull: true });
  expect(printed).toContain(`No space is left on the disk of ${options.log}: free some first.`);
  expect(printed).toContain("cdktf ended while Terraform was working");
  expect(printed).not.toContain("The state records all that exists");
});
