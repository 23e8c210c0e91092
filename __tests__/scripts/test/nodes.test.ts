import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { nodeVersions, otherNodes } from "../../../scripts/test/nodes";

const root = join(__dirname, "../../..");
const major = (version: string): string => version.split(".")[0] ?? "";
const tested = nodeVersions.map(major);

test("each release line that package.json names is tested, and no other", () => {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
  expect(engines.node.split(" || ").map((range) => major(range.replace("^", "")))).toEqual(tested);
});

test("so are they on GitHub", () => {
  const { jobs } = parse(readFileSync(join(root, ".github/workflows/test.yml"), "utf8")) as {
    jobs: { node: { strategy: { matrix: { node: string[] } } } };
  };
  expect(jobs.node.strategy.matrix.node.map(major)).toEqual(tested);
});

test("the version that runs the tests is not run again", () => {
  expect(otherNodes.map(major)).toEqual(tested.filter((line) => line !== major(process.versions.node)));
});
