import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { statefulProtection } from "../../packages/aws-policies/stateful-protection";
import { effects } from "../../packages/aws-policies/effects";
import { platform } from "../../policies/platform";
import { policies } from "../../policies/policies";

const folder = join(__dirname, "../../policies/platform");
const filesOf = (path: string, end: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith(end) && name !== `index${end}`)
    .map((name) => name.slice(0, -end.length));

test("every policy has an id of its own, which a waiver can name", () => {
  const ids = policies.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test("every policy says what it promises, why, how to fix it, and where the facts are from", () => {
  for (const { id, title, why, fix, links } of policies) {
    expect([id, title, why, fix].filter((text) => text.trim() === "")).toEqual([]);
    expect({ id, links: links.filter((link) => !link.startsWith("https://")) }).toEqual({ id, links: [] });
    expect({ id, hasLinks: links.length > 0 }).toEqual({ id, hasLinks: true });
  }
});

test("controls of Security Hub and rules of Checkov are named as their makers do", () => {
  for (const { securityHub = [], checkov = [] } of policies) {
    for (const control of securityHub) expect(control).toMatch(/^[A-Z][A-Za-z0-9]+\.\d+$/);
    for (const rule of checkov) expect(rule).toMatch(/^CKV2?_[A-Z]+_\d+$/);
  }
});

test("each own policy is in one file, with a test file of the same name", () => {
  const ids = platform.filter((policy) => policy !== statefulProtection).map(({ id }) => id);
  const written = filesOf(folder, ".ts").flatMap((file) =>
    [...readFileSync(join(folder, `${file}.ts`), "utf8").matchAll(/^ {2}id: "([a-z-]+)",$/gm)].map(([, id = ""]) => id),
  );
  expect(written.toSorted()).toEqual(ids.toSorted());
  const tests = filesOf(join(__dirname, "platform"), ".test.ts").map((name) => name.replace(/\.slow$/, ""));
  expect(tests).toEqual(expect.arrayContaining(filesOf(folder, ".ts")));
});

test("every policy says something of stacks that hold nothing: that it does not apply", () => {
  for (const policy of policies) {
    expect({ id: policy.id, verdictsOf: policy.check([]).map(({ verdict }) => verdict) }).toEqual({
      id: policy.id,
      verdictsOf: ["not applicable"],
    });
  }
});

test("docs/reference/policies.md lists the own policies with their severity and promise", () => {
  const text = readFileSync(join(__dirname, "../../docs/reference/policies.md"), "utf8");
  const rows = text.split("\n").flatMap((line) => {
    const [, id, severity, title] = /^\| ([a-z-]+?) +\| (error|warning) +\| (.+?) +\|$/.exec(line) ?? [];
    return id === undefined ? [] : [[id, severity, title]];
  });
  expect(rows).toEqual([...effects, ...platform].map(({ id, severity, title }) => [id, severity, title]));
});
