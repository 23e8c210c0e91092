import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "./checkout";

const checkout = new Checkout({
  "main.ts": `import pc from "picocolors";
    import { value } from "./value";
    console.log(value, pc.reset(""));
    if (process.argv[2] === "fail") throw new Error("as asked");`,
  "value.ts": `export const value = "this checkout";`,
});
const expected = { status: 0, stdout: "this checkout \n", stderr: "" };
const cache = join(checkout.folder, ".gen/app");
const contents = (file: string): Buffer => readFileSync(join(cache, file));

beforeAll(() => void checkout.run());

describe("a cache that is damaged", () => {
  const files = ["main.stamp", "main.cjs", "main.packages.cjs", "main.cjs.v8", "main.packages.cjs.v8"];
  const damages: Readonly<Record<string, (intact: Buffer) => Buffer>> = {
    "is empty": () => Buffer.alloc(0),
    "lacks its last byte": (intact) => intact.subarray(0, -1),
    "has other bytes": (intact) => Buffer.from(intact).fill("{}[]", 8),
  };
  const table = files.flatMap((file) => Object.keys(damages).map((damage) => [file, damage] as const));

  test.each(table)("%s %s: the program runs, and it is made again", (name, damage) => {
    const file = name.replace("cjs.v8", `cjs.${process.version}.v8`);
    const damaged = damages[damage]?.(contents(file)) ?? Buffer.alloc(0);
    writeFileSync(join(cache, file), damaged);
    expect(checkout.run()).toEqual(expected);
    expect(contents(file)).not.toEqual(damaged);
  });

  test("main.cjs.map: an error is shown without its line, and the next one with it", () => {
    writeFileSync(join(cache, "main.cjs.map"), contents("main.cjs.map").subarray(0, 100));
    const fail = { args: ["fail"] };
    expect(checkout.run(fail).stderr).toMatch(/Error: as asked\n\s+at .*main\.cjs/);
    expect(checkout.run(fail).stderr).toMatch(/Error: as asked\n\s+at .*main\.ts:4:/);
  });
});

describe("where nothing can be written", () => {
  test.each(["EROFS", "EACCES", "ENOSPC"])("the program runs without a cache (%s)", (code) => {
    // A full disk takes the beginning of a file.
    const fault = `const fs = require("node:fs");
      const { writeFileSync } = fs;
      fs.mkdirSync = fs.renameSync = () => { throw Object.assign(new Error(), { code: "${code}" }) };
      fs.writeFileSync = (file, data) => {
        if ("${code}" === "ENOSPC") writeFileSync(file, data.slice(0, 10));
        throw Object.assign(new Error(), { code: "${code}" });
      };
      require("node:module").syncBuiltinESMExports();`;
    checkout.write({ "fault.cjs": fault });
    rmSync(cache, { recursive: true });
    mkdirSync(cache);
    expect(checkout.run({ node: ["--require", join(checkout.folder, "fault.cjs")] })).toEqual(expected);
    expect(readdirSync(cache)).toEqual([]);
  });

  test("nor is a folder to write in", () => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, "");
    expect(checkout.run()).toEqual(expected);
    rmSync(cache);
  });
});

test.each([true, false])(
  "a copied checkout runs its own code, with the times of its files kept: %s",
  (preserveTimestamps) => {
    checkout.run();
    const folder = `${checkout.folder}-copy-${preserveTimestamps}`;
    cpSync(checkout.folder, folder, { recursive: true, preserveTimestamps });
    expect(checkout.run({ folder })).toEqual(expected);
    writeFileSync(join(folder, "value.ts"), `export const value = "the copy";`);
    expect(checkout.run({ folder }).stdout).toMatch(/^the copy/);
    expect(checkout.run({ folder, args: ["fail"] }).stderr).toContain(join(folder, "main.ts:4"));
    expect(checkout.run()).toEqual(expected);
  },
);

test("a moved checkout runs its own code", () => {
  checkout.run();
  const folder = `${checkout.folder}-moved`;
  renameSync(checkout.folder, folder);
  checkout.write({ "value.ts": `export const value = "the folder it was in";` });
  expect(checkout.run({ folder })).toEqual(expected);
  expect(checkout.run({ folder, args: ["fail"] }).stderr).toContain(join(folder, "main.ts:4"));
});
