import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNames, exportNameOf } from "../../../lib/environment-names";
import { projectRoot } from "../../../lib/root";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { copyProject, projectFiles } from "../../../scripts/test/copy";
import { aboutOwn, environmentTests } from "../../../scripts/test/environment-tests";
import { examplesIn, replaceEnvironments } from "../../../scripts/test/examples";

const root = projectRoot();
const scratch = temporaryFolder();
const [first = ""] = environmentNames();

/** A folder of examples: the first environment under another name, and what it imports. */
function folderOfExamples(): string {
  const folder = join(scratch, "examples");
  const text = readFileSync(join(root, "environments", `${first}.ts`), "utf8");
  mkdirSync(join(folder, "shared"), { recursive: true });
  writeFileSync(
    join(folder, "corner-shop.ts"),
    text
      .replace(`export const ${exportNameOf(first)} `, "export const cornerShop ")
      .replace(`name: "${first}"`, 'name: "corner-shop"'),
  );
  for (const file of readdirSync(join(root, "environments/shared"))) {
    writeFileSync(join(folder, "shared", file), readFileSync(join(root, "environments/shared", file)));
  }
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
        "__tests__/cli/processes.test.ts",
        "__tests__/lib/environments.test.ts",
        "__tests__/workflows.test.ts",
      ]),
    );
    expect(tests).not.toContain("__tests__/modules/alb/load-balancer.test.ts");
  });

  test("import no environment's file", () => {
    const imports = /from "(?:\.\.\/)+environments\//;
    expect(tests.filter((file) => imports.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
    const others = projectFiles().filter((file) => file.endsWith(".test.ts") && !tests.includes(file));
    expect(others.some((file) => imports.test(readFileSync(join(root, file), "utf8")))).toBe(true);
  });

  test("leave out those about this repository's environments, each of which is there and sees them", () => {
    for (const file of aboutOwn) {
      expect(existsSync(join(root, file))).toBe(true);
      expect(tests).not.toContain(file);
    }
  });
});
