import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = join(__dirname, "..");

/** Packages of TypeScript, and the packages that each may import. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  common: [],
  "terraform-json": ["common"],
  effects: ["common", "terraform-json"],
  "aws-policies": ["common", "terraform-json", "effects"],
  "jest-terraform": ["common", "terraform-json", "effects", "aws-policies"],
  "plan-review": ["common", "terraform-json", "effects", "aws-policies"],
};

/** Relative imports of a file, as paths below `packages/`; one that leaves it begins with `..`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport\(|\bimport|\brequire\()\s*["'](\.{1,2}\/[^"']*|\.{1,2})["']/g)].map(
    ([, path = ""]) => relative(root, join(root, dirname(file), path)),
  );
}

const files = Object.keys(mayImport).flatMap((name) =>
  readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[cm]?tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => join(name, file)),
);

/** Imports that a predicate refuses, as `file -> path`. */
const refused = (isAllowed: (from: string, to: string, isTest: boolean) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((path) => !isAllowed(file.split(sep)[0] ?? "", path.split(sep)[0] ?? "", file.includes("__tests__")))
      .map((path) => `${file} -> ${path}`),
  );

test("no package imports the project around it, not even in its tests", () => {
  expect(refused((_, to) => Object.hasOwn(mayImport, to))).toEqual([]);
});

test("packages import only the packages below them", () => {
  expect(refused((from, to, isTest) => isTest || from === to || mayImport[from]?.includes(to) === true)).toEqual([]);
});

test("imports are found, however they are written", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(importsOf(join("__tests__", "imports.txt"))).toEqual([
    "a",
    join("..", "lib", "b"),
    "c",
    join("__tests__", "d"),
    "",
  ]);
});

test("a relative import of a package is its source: no package.json leads to what was built", () => {
  for (const name of Object.keys(mayImport)) {
    const description = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8")) as object;
    expect({ name, keys: Object.keys(description).filter((key) => ["main", "module", "types"].includes(key)) }).toEqual(
      {
        name,
        keys: [],
      },
    );
  }
});
