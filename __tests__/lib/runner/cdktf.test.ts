import { Lazy } from "cdktf";
import { late, withoutCreationTraces } from "../../../lib/runner/cdktf.cjs";

test("a token records no stack trace", () => {
  const { creationStack } = Lazy.anyValue({ produce: () => 1 });
  expect(creationStack).toEqual([]);
});

test("what a module has besides its traces stays, and what it lacks is not added", () => {
  const stackTrace = { captureStackTrace: () => ["trace"], other: () => "other" };
  withoutCreationTraces(stackTrace);
  expect(Object.keys(stackTrace)).toEqual(["captureStackTrace", "other"]);
  expect([stackTrace.captureStackTrace(), stackTrace.other()]).toEqual([[], "other"]);
});

test("a late module is loaded by its first use", () => {
  let loads = 0;
  const module = late(() => ({ value: ++loads }));
  expect(loads).toBe(0);
  expect(module.value).toBe(1);
});
