import { utimesSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "./checkout";

test("a program gets its arguments, and its exit code is kept", () => {
  const checkout = new Checkout({ "main.ts": `console.log(process.argv.slice(2).join()); process.exitCode = 3;` });
  expect(checkout.run({ args: ["one", "two"] })).toEqual({ status: 3, stdout: "one,two\n", stderr: "" });
});

test("an error points at the line of the TypeScript source", () => {
  const checkout = new Checkout({
    "main.ts": `type Unused = string;\n\nthrow new Error("on line three" as Unused);\n`,
  });
  const { status, stderr } = checkout.run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/Error: on line three\n\s+at .*main\.ts:3:7/);
});

test("a change in an imported file is seen by the next run", () => {
  const checkout = new Checkout({
    "main.ts": `import { value } from "./value"; console.log(value);`,
    "value.ts": `export const value = "old";`,
  });
  expect(checkout.run().stdout).toBe("old\n");
  checkout.write({ "value.ts": `export const value = "new";` });
  // Both writes may fall into one tick of a coarse file system clock.
  utimesSync(join(checkout.folder, "value.ts"), new Date(), new Date(Date.now() + 1000));
  expect(checkout.run().stdout).toBe("new\n");
});

test("a wrong environment is its message alone, without a stack", () => {
  const wrong = `class Wrong extends Error { name = "UserError" }\nthrow new Wrong("3 problems");`;
  expect(new Checkout({ "main.ts": wrong }).run()).toEqual({ status: 1, stdout: "", stderr: "3 problems\n" });
});

test("a syntax error is its place and the source line, without a stack", () => {
  const { status, stderr } = new Checkout({
    "main.ts": `import "./wrong";`,
    "wrong.ts": `\nconst cpu: = 64;`,
  }).run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/Unexpected "="\n\n\s+wrong\.ts:2:11:\n.*const cpu: = 64;/);
  expect(stderr).not.toMatch(/\bat\b/);
});

test("an import that leads nowhere is named, without a stack", () => {
  const { status, stderr } = new Checkout({ "main.ts": `import "./missing";` }).run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/Could not resolve "\.\/missing"\n\n\s+main\.ts:1:7:/);
  expect(stderr).not.toMatch(/\bat\b/);
});

test("an archive asset is zipped, although cdktf's part for it is loaded late", () => {
  const checkout = new Checkout({
    "main.ts": `import { App, AssetType, TerraformAsset, TerraformStack } from "cdktf";
      import { existsSync } from "node:fs";
      const app = new App();
      const stack = new TerraformStack(app, "stack");
      const asset = new TerraformAsset(stack, "asset", { path: __dirname + "/../../files", type: AssetType.ARCHIVE });
      app.synth();
      console.log(existsSync(app.outdir + "/stacks/stack/" + asset.path));`,
    "files/one.txt": "one",
  });
  expect(checkout.run()).toEqual({ status: 0, stdout: "true\n", stderr: "" });
});
