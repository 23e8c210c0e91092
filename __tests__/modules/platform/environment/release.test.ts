import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../../modules/platform/environment";
import { production } from "../../../../environments/production";

const withRelease = (release: unknown) => ({ ...production, release }) as EnvironmentInput;

test("production migrates its database before each release", () => {
  expect(production.release).toEqual({
    migration: { command: ["bin/rails", "db:migrate"], timeoutMinutes: 30 },
    steadyMinutes: 30,
    record: "/mangoapps/production/image-tag",
  });
});

test("an environment that says nothing has no migration", () => {
  expect(defineEnvironment(withRelease(undefined)).release).toEqual({
    steadyMinutes: 30,
    record: "/mangoapps/production/image-tag",
  });
});

test("a mistake is told with its field, what it got and what is allowed", () => {
  const wrong = { migration: { command: [], timeoutMinutes: 0 }, steadyMinutes: 2000, wait: true };
  let thrown: unknown;
  try {
    defineEnvironment(withRelease(wrong));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(EnvironmentError);
  expect(
    (thrown as EnvironmentError).problems.map(
      ({ path, allowed, message = `must be ${allowed}` }) => `${path} ${message}`,
    ),
  ).toEqual([
    "release.migration.command must be at least one word",
    "release.migration.timeoutMinutes must be a whole number from 1 to 1440 minutes",
    "release.steadyMinutes must be a whole number from 1 to 1440 minutes",
    'release.wait unknown field "wait"; the fields here are migration, record and steadyMinutes',
  ]);
});
