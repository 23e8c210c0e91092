import { projectFiles } from "./copy";
import { importsOf, reaches, unitTestsIn } from "./imports";

/** Through these, a test sees the environments there are, whichever they are. */
const views = ["lib/environment-names.ts", "lib/environments.ts", "__tests__/helpers/environments.ts"];

/** Tests that see the environments by running programs, which no import shows. */
const running = ["__tests__/cli/processes.slow.test.ts"];

/** Tests that reach the environments by imports alone: they have systems of their own. */
const withOwnSystems = [
  "__tests__/examples.slow.test.ts",
  "__tests__/lib/emulator/behave.test.ts",
  "__tests__/lib/emulator/emulator.slow.test.ts",
  "__tests__/lib/emulator/samples.slow.test.ts",
];

/** Tests that make a project with an environment of its own see that one alone. */
const ownProject = "__tests__/helpers/project.ts";

/** Tests about this repository's own environments, which they look up by name. Another repository has others in their place. */
export const aboutOwn: readonly string[] = [
  // What the documents name in them.
  "__tests__/docs.slow.test.ts",
  "__tests__/cost/production.test.ts",
  "__tests__/scripts/pictures.slow.test.ts",
  // What was recorded of them.
  "__tests__/operations/plan/attachments.slow.test.ts",
  "__tests__/modules/platform/recorded.test.ts",
  "__tests__/mutation/mutation.slow.test.ts",
  "__tests__/operations/plan/review-settings.slow.test.ts",
  // What the reference pages contain, which no environment changes.
  "__tests__/scripts/reference.slow.test.ts",
  // Which tests these are.
  "__tests__/scripts/test/examples.slow.test.ts",
  // Faults in production.
  "__tests__/policies/production.slow.test.ts",
  "__tests__/rollout/environment.test.ts",
];

/**
 * The unit tests whose result may depend on which environments there are, and which can pass with any: all that see them, but not those that
 * import the file of one or make a project of their own.
 */
export function environmentTests(): readonly string[] {
  const files = projectFiles();
  const tests = unitTestsIn(files);
  const imports = importsOf(tests);
  const ofOne = files.filter((file) => /^environments\/.*\.ts$/.test(file));
  return tests.filter((test) => {
    if (aboutOwn.includes(test) || withOwnSystems.includes(test)) return false;
    return (
      (running.includes(test) || reaches(test, (file) => views.includes(file), imports)) &&
      !reaches(test, (file) => file === ownProject || ofOne.includes(file), imports, views)
    );
  });
}
