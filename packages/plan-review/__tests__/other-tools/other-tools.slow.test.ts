import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { securityHub } from "../../../aws-policies/security-hub";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import type { Review } from "../../model";
import { mergeOtherTools } from "../../other-tools/merge";
import { readOtherResults } from "../../other-tools/read";
import { html, json, markdown, text } from "../../render";
import { run } from "../../run";
import { planOf, resource, reviewOf, update } from "../core/parts";

const folder = temporaryFolder();

/** What the tools print, in their own form: Checkov 3.2, Trivy 0.57, tflint 0.53 and Infracost 0.10 (output version 0.2). */
const files = ["checkov.sarif", "trivy.sarif", "tflint.sarif", "infracost.json"].map((name) => join(__dirname, name));

const plan = planOf([
  update("aws_s3_bucket.uploads", { bucket: "uploads" }, { bucket: "uploads", force_destroy: true }),
  update("aws_security_group.web", { name: "web" }, { name: "web", description: "x" }),
  ...["0", "1"].map((index) =>
    update(`aws_instance.web[${index}]`, { instance_type: "m5.xlarge" }, { instance_type: "m5.4xlarge" }),
  ),
  resource("aws_s3_bucket.unchanged", { actions: ["no-op"], before: { bucket: "u" }, after: { bucket: "u" } }),
]);
const merged = (review: Review, paths = files, policies = securityHub) => ({
  ...review,
  otherTools: mergeOtherTools(review, readOtherResults(paths, __dirname), policies),
});
const all = merged(reviewOf(plan));

test("findings are reported by resource, once, whichever tools found them", () => {
  expect(all.otherTools.findings).toEqual([
    {
      stack: "test-data",
      address: "aws_s3_bucket.uploads",
      instances: 1,
      level: "error",
      text: "Ensure the S3 bucket has access logging enabled",
      by: [
        { tool: "Checkov", rule: "CKV_AWS_18" },
        { tool: "Trivy", rule: "AVD-AWS-0089" },
      ],
    },
    expect.objectContaining({ address: "aws_s3_bucket.uploads", by: [{ tool: "Checkov", rule: "CKV_AWS_21" }] }),
    expect.objectContaining({
      address: "aws_security_group.web",
      text: "Security group rule allows ingress from public internet.",
    }),
    expect.objectContaining({
      address: "aws_instance.web[0]",
      instances: 2,
      text: '"t1.2xlarge" is an invalid value as instance_type',
    }),
  ]);
});

test("what is about nothing that changes is a count, what is suppressed is nothing, and what a tool could not do is reported", () => {
  expect(all.otherTools.older).toBe(2);
  expect(all.otherTools.problems).toEqual(['tflint: Failed to initialize plugins; Plugin "aws" not found']);
});

test("what a policy of ours says of the same resource is not said again", () => {
  const own = {
    stack: "test-data",
    address: "aws_s3_bucket.uploads",
    rule: "s3-versioning",
    text: "versioning is off",
    isAccepted: false,
  };
  const { findings } = merged({ ...reviewOf(plan), olderFindings: [own] }).otherTools;
  expect(findings.map(({ by }) => by[0]?.rule)).toEqual(["CKV_AWS_18", "AVD-AWS-0107", "aws_instance_invalid_type"]);
});

test("costs are reported in sum and by resource", () => {
  expect(all.otherTools.costs).toEqual([
    {
      currency: "USD",
      total: 560.64,
      change: 420.48,
      resources: [{ address: "aws_instance.web[0]", change: 420.48 }],
    },
  ]);
});

test("every format shows them", () => {
  for (const format of [text(all, { colour: false }), html(all), markdown(all), json(all)]) {
    for (const word of ["CKV_AWS_18", "AVD-AWS-0089", "aws_instance_invalid_type", "420.48"])
      expect(format).toContain(word);
  }
  expect(text(all, { colour: false })).toContain(
    [
      "Other tools",
      "  Costs (Infracost): +$420.48 a month, $560.64 in total: aws_instance.web[0] +$420.48",
      "  aws_s3_bucket.uploads: Ensure the S3 bucket has access logging enabled (Checkov CKV_AWS_18, Trivy AVD-AWS-0089)",
    ].join("\n"),
  );
  expect(text(all, { colour: false })).toContain("aws_instance.web[0] (2 instances): ");
  expect(text(all, { colour: false })).toContain("2 more findings on what this plan does not change");
});

test("the verdict and the hash stay as they are", () => {
  const { verdict, hash } = reviewOf(plan);
  expect({ verdict: all.verdict, hash: all.hash }).toEqual({ verdict, hash });
});

test("a secret in a message is hidden", () => {
  const log = (message: string) => ({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "x" } },
        results: [
          {
            ruleId: "r",
            message: { text: message },
            locations: [{ logicalLocations: [{ fullyQualifiedName: "module.a.aws_s3_bucket.uploads" }] }],
          },
        ],
      },
    ],
  });
  writeFileSync(join(folder, "x.sarif"), JSON.stringify(log("password=hunter2hunter2 in AKIAIOSFODNN7EXAMPLQ")));
  const [finding] = merged(reviewOf(plan), [join(folder, "x.sarif")]).otherTools.findings;
  expect(finding?.text).not.toMatch(/hunter2|AKIA/);
});

test.each([
  ["[]", "is a list"],
  ["{", "is not JSON"],
  ["", "is empty"],
  ['{"version":"1.0.0","runs":[]}', 'is SARIF of version "1.0.0"'],
  ['{"format_version":"1.2"}', "is JSON of another kind"],
])("the file %j is one line, and an error", async (content, words) => {
  const [file, own] = [join(folder, "found.json"), join(folder, "plan.json")];
  writeFileSync(file, content);
  writeFileSync(own, JSON.stringify(plan));
  const {
    code,
    problems,
    text: shown,
  } = await run({
    paths: [own],
    synth: join(folder, "no-synth"),
    files: {},
    env: {},
    merged: [file, join(folder, "nowhere.sarif")],
    review: { policies: [], environments: [] },
  });
  const expected = "expected SARIF 2.1.0 (Checkov, Trivy, tflint) or what `infracost diff --format json` prints";
  expect(problems).toEqual([
    `${file} ${words}; ${expected}`,
    `${join(folder, "nowhere.sarif")} cannot be read (ENOENT); ${expected}`,
  ]);
  expect(code).toBe(1);
  expect(shown).toContain("aws_s3_bucket.uploads");
});
