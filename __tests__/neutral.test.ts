import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../lib/root";

/*
 * The platform runs any web and worker system: what is peculiar to one is in environments/. Examples are of the shop `acorn`
 * (`shop.acorn.example`, eu-central-1), fixtures are a test's own.
 */

/** Words that belong to one system. The scope of the published packages is no mention of it. */
const words = /(?<!@)mango|us-east-1|(?<![a-z])rails|good.?job|(?<![a-z])puma(?![a-z])|active.?record/i;

/** Where the words belong. */
const always: Readonly<Record<string, string>> = {
  "environments/": "the systems themselves",
  "examples/": "systems as another team would write them: one is of Rails",
  "__tests__/examples.slow.test.ts": "the name of that one",
  "__tests__/modules/platform/recorded/": "their synthesized JSON",
  "docs/pictures/": "the systems and the examples, drawn",
  "docs/decisions/": "what was decided for them, and why",
  "docs/guides/ruby.md": "code for one framework, so that the other guides need none",
  "CHANGELOG.md": "what has changed for them",
  ".github/CODEOWNERS": "the team that owns this repository",
  "applications/": "a table of what is known of each kind of application",
  "docs/guides/behind-the-load-balancer.md": "a guide whose example is of one kind of application",
  "docs/reference/application-kinds.md": "the same table",
  "docs/reference/variables.md": "variables that programs read by themselves, the same",
  "docs/reference/alarms.md": "the alarms of an example",
  "scripts/reference/alarms.ts": "which example",
  "docs/reference/policy-fields.md": "every policy by its name",
  "__tests__/applications/": "what it finds",
  "policies/platform/good-job-in-puma.ts": "a policy that applies where GoodJob runs",
  "policies/platform/index.ts": "its name",
  "policies/platform/shared/": "how it and the connections know a process",
  "__tests__/policies/platform/good-job-in-puma.test.ts": "its test",
  "__tests__/policies/platform/database-connections.test.ts": "pools of each kind of application",
  "packages/effects/": "secrets of many programs, known by their names",
  "packages/plan-review/__tests__/golden/": "reviews of plans of the first environment (scripts/golden)",
  "aws/": "tables of AWS's facts, which are by region",
  "__tests__/aws/prices.test.ts": "prices, which are by region",
  "__tests__/neutral.test.ts": "the words themselves",
  "package-lock.json": "npm's names",
};

/**
 * What is still to be rewritten, with the number of files that contain the words: never more than this. Lower a number when you have
 * rewritten a file, and remove a row when none is left.
 */
const remaining: Readonly<Record<string, number>> = {
  "__tests__/e2e/": 14,
  "__tests__/": 4,
  "docs/guides/": 1,
  "docs/reference/": 4,
  "packages/emulator/": 19,
};

const root = projectRoot();
const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});
const tracked = stdout.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));

/** The row that a path belongs to: the longest one that it is, or that is a folder above it. */
function rowOf(path: string, rows: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(rows)
    .filter((row) => row === path || (row.endsWith("/") && path.startsWith(row)))
    .toSorted((one, other) => other.length - one.length)[0];
}

/** The first line of a file that has one of the words: "cli/env.ts:14: ...". */
function mentionIn(path: string): string | undefined {
  const contents = readFileSync(join(root, path));
  if (contents.includes(0)) return undefined;
  const lines = contents.toString("utf8").split("\n");
  const index = lines.findIndex((line) => words.test(line));
  return index < 0 ? undefined : `${path}:${index + 1}: ${lines[index]?.trim()}`;
}

const mentions = tracked
  .filter((path) => rowOf(path, always) === undefined)
  .flatMap((path) => {
    const text = words.test(path) ? `${path}: its name` : mentionIn(path);
    return text === undefined ? [] : [{ path, text }];
  });

test("nothing outside environments/ mentions the system that runs here", () => {
  expect(tracked.length).toBeGreaterThan(500);
  expect(mentions.filter(({ path }) => rowOf(path, remaining) === undefined).map(({ text }) => text)).toEqual([]);
});

test.each(Object.entries(remaining))(
  "%s: no more than %i files have the words, and the row is still needed",
  (row, most) => {
    const found = mentions.filter(({ path }) => rowOf(path, remaining) === row).map(({ text }) => text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length > most ? found : []).toEqual([]);
  },
);

test.each(Object.keys(always))("%s exists", (row) => {
  expect(tracked.some((path) => rowOf(path, { [row]: "" }) === row)).toBe(true);
});

test.each([
  ["https://workforce.mangoapps.com", true],
  ["ma-mangoops-production", true],
  ["us-east-1a", true],
  ["RAILS_ENV", true],
  ["bin/rails", true],
  ["good_job start, GOOD_JOB, GoodJob", true],
  ["Puma", true],
  ["ActiveRecord", true],
  ["npm install @mangoapps/plan-review", false],
  ["the organization's guardrails", false],
  ["shop.acorn.example in eu-central-1", false],
])("%s is a mention: %p", (text, expected) => {
  expect(words.test(text)).toBe(expected);
});
