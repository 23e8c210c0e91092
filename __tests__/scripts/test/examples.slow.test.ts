import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../lib/root";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { copyProject, projectFiles } from "../../../scripts/test/copy";
import { smallestAs } from "../../helpers/project";
import { aboutOwn, environmentTests } from "../../../scripts/test/environment-tests";
import { examplesIn, replaceEnvironments } from "../../../scripts/test/examples";

const root = projectRoot();
const scratch = temporaryFolder();

/** A folder of examples: a small system, and a folder that examples share. */
function folderOfExamples(): string {
  const folder = join(scratch, "examples");
  mkdirSync(join(folder, "shared"), { recursive: true });
  const text = smallestAs("cornerShop").replace('name: "cornerShop"', 'name: "corner-shop"');
  writeFileSync(join(folder, "corner-shop.ts"), text);
  writeFileSync(join(folder, "shared/tags.ts"), "export const tags = {};\n");
  writeFileSync(join(folder, "README.md"), "");
  return folder;
}

test("an example takes the place of all environments", () => {
  const [example = "", ...others] = examplesIn(folderOfExamples());
  expect({ example, others }).toEqual({ example: join(scratch, "examples/corner-shop.ts"), others: [] });
  const project = join(scratch, "project");
  copyProject(project);
  replaceEnvironments(project, example);
  expect(readdirSync(join(project, "environments")).toSorted()).toEqual(["corner-shop.ts", "shared"]);
  const { stdout, status } = spawnSync(join(project, "platform"), ["environments", "--json"], {
    cwd: scratch,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ name: "corner-shop" })]);
}, 120_000);

test("where there are no examples, none is tested", () => {
  expect(examplesIn(join(scratch, "nowhere"))).toEqual([]);
});

describe("the tests that run with each example", () => {
  const tests = environmentTests();

  test("see the environments, by import or by running programs", () => {
    expect(tests).toEqual(
      expect.arrayContaining([
        "__tests__/atlantis/atlantis.test.ts",
        "__tests__/cli/processes.slow.test.ts",
        "__tests__/lib/environments.test.ts",
        "__tests__/workflows.slow.test.ts",
      ]),
    );
    expect(tests).not.toContain("__tests__/modules/alb/load-balancer.test.ts");
    // It makes a project with an environment of its own.
    expect(tests).not.toContain("__tests__/lib/extensions.slow.test.ts");
  });

  test("import no environment's file, as no unit test does", () => {
    const imports = /from "(?:\.\.\/)+environments\//;
    const unit = projectFiles().filter((file) => file.endsWith(".test.ts") && !file.includes("/e2e/"));
    expect(unit.filter((file) => imports.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  test("leave out those about this repository's environments, each of which is there and sees them", () => {
    for (const file of aboutOwn) {
      expect(existsSync(join(root, file))).toBe(true);
      expect(tests).not.toContain(file);
    }
  });
});
