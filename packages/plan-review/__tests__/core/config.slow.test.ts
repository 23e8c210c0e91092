import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import { parseConfig, readConfig } from "../../config";
import { isReview, markdown, reviewedHash } from "../../render";
import { run } from "../../run";
import { inTemplate } from "../../template";
import { imageChange } from "../render/samples";
import { planOf, resource } from "./parts";

const folder = temporaryFolder();
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const file = join(folder, "plan-review.config.json");
const mistakes = (json: unknown): string => {
  try {
    parseConfig(json, file);
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
  return "";
};

const waiver = { resource: "plan/aws_db_instance.db", reason: "moved", until: "2999-12-31" };

test("a whole file is read into what the review takes", () => {
  write("comment.md", "<b>{{ verdict }}</b>\n\n{{review}}\n\nSee the handbook. {{hash}}\n");
  const path = write(
    "whole.json",
    JSON.stringify({
      $schema: "https://example.com/schema.json",
      policies: ["security-hub", "stateful-protection"],
      deletionProtection: false,
      waivers: [{ policy: "s3-versioning", ...waiver }],
      destroyWaivers: [waiver],
      applyCommand: "make apply HASH=HASH",
      comment: { title: "Terraform", template: "comment.md" },
    }),
  );
  const { review, title, template } = readConfig(path);
  expect(review.policies.map(({ id }) => id)).toEqual(expect.arrayContaining(["s3-versioning", "stateful-protection"]));
  expect(review.environments).toEqual([
    {
      name: "*",
      place: "in whole.json",
      deletionProtection: false,
      waivers: [{ policy: "s3-versioning", ...waiver }],
      destroyWaivers: [waiver],
    },
  ]);
  expect({ title, template, applyCommand: review.applyCommand }).toEqual({
    title: "Terraform",
    template: { before: "<b>{{ verdict }}</b>", after: "See the handbook. {{hash}}" },
    applyCommand: "make apply HASH=HASH",
  });
});

test.each<[unknown, string]>([
  [[], "plan-review.config.json: it must be an object, got a list"],
  [{ waiver: [] }, 'plan-review.config.json: unknown field "waiver"; did you mean "waivers"?'],
  [
    { zzz: 1 },
    'plan-review.config.json: unknown field "zzz"; known are $schema, policies, deletionProtection, waivers, destroyWaivers, baseline, applyCommand, comment',
  ],
  [
    { policies: ["hub"] },
    'plan-review.config.json: policies[0] must be security-hub or stateful-protection, got "hub"',
  ],
  [{ policies: "security-hub" }, 'plan-review.config.json: policies must be a list of texts, got "security-hub"'],
  [{ deletionProtection: "no" }, 'plan-review.config.json: deletionProtection must be true or false, got "no"'],
  [{ destroyWaivers: {} }, "plan-review.config.json: destroyWaivers must be a list, got {}"],
  [
    { destroyWaivers: [{ ...waiver, until: "soon" }] },
    'plan-review.config.json: destroyWaivers[0].until must be a day such as 2027-05-31, got "soon"',
  ],
  [
    { destroyWaivers: [{ ...waiver, until: "2027-02-30" }] },
    'plan-review.config.json: destroyWaivers[0].until must be a day such as 2027-05-31, got "2027-02-30"',
  ],
  [{ waivers: [waiver] }, "plan-review.config.json: waivers[0].policy is missing"],
  [
    { waivers: [{ policy: "p", ...waiver, reason: " " }] },
    'plan-review.config.json: waivers[0].reason must be text that is not empty, got " "',
  ],
  [
    { applyCommand: "make apply" },
    'plan-review.config.json: applyCommand must say where the hash goes, as HASH; got "make apply"',
  ],
  [
    { comment: { template: "nowhere.md" } },
    "plan-review.config.json: comment.template names nowhere.md, which cannot be read (ENOENT)",
  ],
  [
    { comment: { titel: "x" }, policys: [] },
    'plan-review.config.json has 2 mistakes:\n  unknown field "policys"; did you mean "policies"?\n  unknown field "comment.titel"; did you mean "title"?',
  ],
])("%j is refused: %s", (json, message) => {
  expect(mistakes(json)).toBe(message);
});

test.each([
  ["no review here", "must hold {{review}} once, got 0 of them"],
  ["{{review}} {{review}}", "must hold {{review}} once, got 2 of them"],
  ["{{review}} {{verdikt}}", "unknown placeholder {{verdikt}}; did you mean {{verdict}}?"],
  [`{{review}}${"x".repeat(20_000)}`, "must have at most 16384 characters, got 20010"],
])("the template %.30j is refused: %s", (text, message) => {
  write("bad.md", text);
  expect(mistakes({ comment: { template: "bad.md" } })).toContain(message);
});

test("a file that is not JSON, or that was named and does not exist, is one line", () => {
  expect(() => readConfig(write("broken.json", "{"))).toThrow(/broken\.json must be JSON: /);
  expect(() => readConfig(join(folder, "nowhere.json"))).toThrow(
    /cannot read the configuration .*nowhere\.json \(ENOENT\)/,
  );
});

test("without a file nothing is waived and no policy is asked", () => {
  const before = process.cwd();
  mkdirSync(join(folder, "empty"));
  process.chdir(join(folder, "empty"));
  try {
    expect(readConfig()).toEqual({
      review: {
        policies: [],
        environments: [{ name: "*", deletionProtection: true }],
        baseline: { file: "plan-review.baseline.json", findings: [] },
      },
    });
  } finally {
    process.chdir(before);
  }
});

test("a comment in its template is found again, and stays within its limit", () => {
  const template = { before: "**{{verdict}}**", after: "Approved by the platform team. {{hash}}" };
  const text = inTemplate(template, imageChange, 3000, (limit) => markdown(imageChange, { limit }));
  expect(isReview(text)).toBe(true);
  expect(reviewedHash(text)).toBe(imageChange.hash);
  expect(text.length).toBeLessThanOrEqual(3000);
  expect(text).toContain("**changes**\n\n## ");
  expect(text.endsWith(`Approved by the platform team. ${imageChange.hash}`)).toBe(true);
});

test("the waivers of a configuration hold for a plan of any name", async () => {
  const plan = planOf([
    resource("aws_db_instance.db", { actions: ["delete"], before: { identifier: "a" }, after: null }),
  ]);
  const path = write("plan.json", JSON.stringify(plan));
  const reviewed = async (json: unknown) =>
    (await run({ ...parseConfig(json, file), paths: [path], synth: join(folder, "none"), files: {}, env: {} })).code;
  expect(await reviewed({})).toBe(3);
  expect(await reviewed({ destroyWaivers: [waiver] })).toBe(2);
});

test("the Markdown file has the title and the template of the configuration", async () => {
  write("around.md", "Before.\n\n{{review}}");
  const path = write("plan.json", JSON.stringify(planOf([])));
  const markdownFile = join(folder, "review.md");
  const config = parseConfig({ comment: { title: "Terraform", template: "around.md" } }, file);
  await run({ ...config, paths: [path], synth: join(folder, "none"), files: { markdown: markdownFile }, env: {} });
  expect(readFileSync(markdownFile, "utf8")).toMatch(/\nBefore\.\n\n## ✅ Terraform: no changes\n/);
});
