import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlansFolder } from "../../../operations/plan/folder";
import { choose, planStacks } from "../../../operations/plan/plan";
import { exitCodeOf, planReport } from "../../../operations/plan/report";
import { readLog } from "../../../packages/plan-review/read";
import { world, type Played } from "./world";

const { program, interrupts, make } = world();

async function planOf(played: Readonly<Record<string, Played>>, lock = true) {
  const made = make(played);
  const { stacks, synth, screen } = made;
  const plans = PlansFolder.make(made.folder);
  const planned = await planStacks({ stacks, synth, plans, program, lock, screen, interrupts });
  return { ...made, planned, files: readdirSync(made.folder).toSorted() };
}

const missing = (stack: string) => ({
  code: 1,
  says: `
│ Error: Unable to find remote state
│
│   on cdk.tf.json line 1, in data.terraform_remote_state.cross-stack-reference-input-${stack}:
│
│ No stored state was found for the given workspace in the given backend.
`,
});

test("a plan leaves the plan and its JSON, for the person alone", async () => {
  const { planned, folder, files } = await planOf({ "test-data": {} });
  expect(planned).toEqual([{ stack: "test-data", status: "changes", message: "1 to add, 0 to change, 0 to destroy" }]);
  expect(files).toEqual(["test-data.json", "test-data.plan"]);
  expect(JSON.parse(readFileSync(join(folder, "test-data.json"), "utf8"))).toMatchObject({ name: "test-data" });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test("a failed plan leaves a log and nothing that could be applied, the others are planned", async () => {
  const { planned, folder, files } = await planOf({
    "test-data": { plan: { code: 1, says: "half a plan\nError: no such database engine\n" } },
    "test-service": { plan: { code: 0, says: "No changes.\n" } },
  });
  expect(planned).toMatchObject([
    { status: "failed", message: "no such database engine" },
    { status: "no changes", message: "no changes" },
  ]);
  expect(files).toEqual(["test-data.log", "test-service.json", "test-service.plan"]);
  expect(statSync(join(folder, "test-data.log")).mode & 0o777).toBe(0o600);
  expect(exitCodeOf(planned)).toBe(1);
  expect(planReport(planned, "plans")).toContain("Terraform's output: plans/test-data.log");
});

test("a stack that reads a stack which is not applied yet waits, and did not fail", async () => {
  const { planned, folder } = await planOf({
    "test-data": {},
    "test-service": { after: ["test-data"], plan: missing("test-data") },
  });
  expect(planned[1]).toMatchObject({ status: "waiting", message: "waits until test-data is applied" });
  expect(exitCodeOf(planned)).toBe(2);
  // The review reads the same of the log.
  const log = readFileSync(join(folder, "test-service.log"), "utf8");
  expect(readLog("test-service", log)).toMatchObject({ status: "waiting" });
});

test("what an earlier run left is gone", async () => {
  const made = make({ "test-data": { plan: { code: 1, says: "Error: x" } } });
  mkdirSync(made.folder);
  for (const extension of ["plan", "json"]) writeFileSync(join(made.folder, `test-data.${extension}`), "old");
  const plans = PlansFolder.make(made.folder);
  await planStacks({ ...made, plans, program, lock: true, interrupts });
  expect(readdirSync(made.folder)).toEqual(["test-data.log"]);
});

test("a lock is reported with who holds it, since when and for what", async () => {
  const says = `Error: Error acquiring the state lock
Lock Info:
  ID:        4c5e
  Operation: OperationTypeApply
  Who:       ana@laptop
  Created:   2026-01-01 10:00:00 UTC
`;
  const { planned } = await planOf({ "test-data": { plan: { code: 1, says } } });
  expect(planned[0]?.message).toBe(
    "the state is locked (apply, by ana@laptop, since 2026-01-01 10:00:00 UTC, lock 4c5e); wait for it, or, if it was killed: ./platform recover test",
  );
});

test("a state bucket that is not there is reported with how to make it", async () => {
  const { planned } = await planOf({ "test-data": { init: 'Error: S3 bucket "x" does not exist.' } });
  expect(planned[0]).toMatchObject({ status: "failed", message: expect.stringContaining("./platform bootstrap test") });
});

test("a plan waits for the lock, or takes none when asked to", async () => {
  const locked = await planOf({ "test-data": {} });
  expect(locked.calls("test-data")[1]).toContain("-lock-timeout=60s");
  const unlocked = await planOf({ "test-data": {} }, false);
  expect(unlocked.calls("test-data")[1]).toContain("-lock=false");
});

test("a stack that never was initialized is not planned", async () => {
  const { calls } = await planOf({ "test-data": { init: "Error: no provider" } });
  expect(calls("test-data")).toEqual(["init -input=false -no-color"]);
});

test("the screen says what each stack came to", async () => {
  const { lines } = await planOf({ "test-data": {} });
  expect(lines.join("")).toContain("test-data: 1 to add, 0 to change, 0 to destroy");
});

test("a folder that holds anything but plans is not taken", () => {
  const { root } = make({});
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "main.ts"), "");
  expect(() => PlansFolder.make(root)).toThrow("holds main.ts, which is no plan; name a folder of its own");
  expect(existsSync(join(root, "main.ts"))).toBe(true);
});

describe("stacks of an environment", () => {
  const all = ["test-data", "test-service", "other-data"].map((name) => ({ name, dependencies: [], resources: 1 }));
  const names = (...wanted: string[]) => choose("test", all, wanted).map(({ name }) => name);

  test("all are planned where none is named, in order, with or without the environment's name", () => {
    expect(names()).toEqual(["test-data", "test-service"]);
    expect(names("service", "test-data")).toEqual(["test-data", "test-service"]);
  });

  test("another environment's stack is refused with those there are", () => {
    expect(() => names("other-data")).toThrow('test has no stack "other-data"; it has test-data, test-service');
  });
});
