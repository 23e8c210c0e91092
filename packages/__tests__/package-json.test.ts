import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const names = readdirSync(root).filter((name) => existsSync(join(root, name, "package.json")));

test.each(names)(
  "%s: a relative import is its source, since package.json leads nowhere else; a README says what it is",
  (name) => {
    const description = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8")) as object;
    // `../terraform-json` would be what was built last, in place of its `index.ts`.
    expect(Object.keys(description).filter((key) => ["main", "module", "types"].includes(key))).toEqual([]);
    expect(description).toMatchObject({ license: "UNLICENSED", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(readFileSync(join(root, name, "README.md"), "utf8")).toMatch(new RegExp(`^# ${name}\n`));
  },
);

test("every package of TypeScript has one", () => {
  expect(names).toEqual(["aws-policies", "common", "effects", "jest-terraform", "plan-review", "terraform-json"]);
});
