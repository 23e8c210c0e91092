import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../../..");
const folder = join(root, ".gen", "run-test");
beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => {
  rmSync(folder, { recursive: true });
  const bundles = join(root, ".gen", "app");
  for (const file of readdirSync(bundles)) if (file.startsWith(".gen_run-test_")) rmSync(join(bundles, file));
});

function run(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "lib/runner/run.mjs"), join(folder, name), ...args],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

test("a program gets its arguments, and its exit code is kept", () => {
  writeFileSync(join(folder, "echo.ts"), `console.log(process.argv.slice(2).join()); process.exitCode = 3;`);
  expect(run("echo.ts", "one", "two")).toEqual({ status: 3, stdout: "one,two\n", stderr: "" });
});

test("an error points at the line of the TypeScript source", () => {
  writeFileSync(join(folder, "broken.ts"), `type Unused = string;\n\nthrow new Error("on line three" as Unused);\n`);
  const { status, stderr } = run("broken.ts");
  expect(status).toBe(1);
  expect(stderr).toMatch(/Error: on line three\n\s+at .*broken\.ts:3:7/);
});

test("a change in an imported file is seen by the next run", () => {
  const value = join(folder, "value.ts");
  writeFileSync(join(folder, "main.ts"), `import { value } from "./value"; console.log(value);`);
  writeFileSync(value, `export const value = "old";`);
  expect(run("main.ts").stdout).toBe("old\n");
  writeFileSync(value, `export const value = "new";`);
  // Both writes may fall into one tick of a coarse file system clock.
  utimesSync(value, new Date(), new Date(Date.now() + 1000));
  expect(run("main.ts").stdout).toBe("new\n");
});

test("a wrong environment is its message alone, without a stack", () => {
  writeFileSync(
    join(folder, "wrong.ts"),
    `class EnvironmentError extends Error { name = "EnvironmentError" }\nthrow new EnvironmentError("3 problems");`,
  );
  expect(run("wrong.ts")).toEqual({ status: 1, stdout: "", stderr: "3 problems\n" });
});

test("a file that does not exist is named", () => {
  const { status, stderr } = run("missing.ts");
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/missing\.ts/);
});
