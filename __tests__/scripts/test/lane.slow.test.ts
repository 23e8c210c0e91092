import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../lib/root";
import { projectFiles } from "../../../scripts/test/copy";
import { unitTestsIn } from "../../../scripts/test/imports";
import { laneUnitTests } from "../../../scripts/test/lane";

const tests = laneUnitTests();

test("the lane runs the unit tests that load what it replaces, and leaves out the others", () => {
  expect(tests).toEqual(
    expect.arrayContaining([
      // By a construct, by a whole environment, and by the matchers.
      "__tests__/modules/alb/target-group.test.ts",
      "__tests__/modules/platform/options.slow.test.ts",
      "packages/jest-terraform/__tests__/named.test.ts",
    ]),
  );
  expect(tests).not.toContain("packages/common/__tests__/text.test.ts");
  expect(tests).not.toContain("__tests__/rollout/simulation.slow.test.ts");
});

test("none that imports one of its packages is left out", () => {
  const importing = /^import (?!type )[^;]*from "(cdktf|constructs|@cdktf\/provider-aws)[/"]/m;
  const text = (file: string) => readFileSync(join(projectRoot(), file), "utf8");
  const found = unitTestsIn(projectFiles()).filter((file) => importing.test(text(file)));
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((file) => !tests.includes(file))).toEqual([]);
});
