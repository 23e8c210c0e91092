import { stripVTControlCharacters } from "node:util";
import { report } from "../../../operations/policies/report";
import { evaluations, policies } from "../../../packages/aws-policies/__tests__/buckets";

const shown = (...args: Parameters<typeof evaluations>) =>
  stripVTControlCharacters(report(evaluations(...args), policies));

test("a row for each policy, then what fails, what warns, and what is waived", () => {
  expect(shown()).toBe(
    `
policy                 Security Hub  prod
bucket-name            S3.99         1 fail
bucket-tags (warning)                1 fail

prod does not satisfy the policies: of 2 policies 0 pass, 2 fail, 0 are waived, 0 are recommended, 0 do not apply

fails
  bucket-name: Buckets are called right
    prod-data/bad: bucket is "wrong"
    Fix: Call it right.

warns
  bucket-tags: Buckets have tags
    prod-data/old: it has no tags
    Fix: Add tags.

waived
  bucket-name until 2027-03-31: moves in spring
      prod-data/old: bucket is "older"
`.trim(),
  );
});

test("a recommendation is listed, and satisfies", () => {
  const [evaluation] = evaluations();
  const [named] = policies;
  if (evaluation === undefined || named === undefined) throw new Error("there is no evaluation");
  const soft = { ...named, severity: "recommendation" as const };
  const findings = evaluation.findings
    .filter(({ policy, waiver }) => policy === named.id && waiver === undefined)
    .map((finding) => ({ ...finding, severity: soft.severity }));
  const text = stripVTControlCharacters(report([{ ...evaluation, findings }], [soft]));
  expect(text).toContain("bucket-name (recommendation)  S3.99         1 recommended");
  expect(text).toContain("prod satisfies the policies: of 1 policies 0 pass, 0 fail, 0 are waived, 1 are recommended");
  expect(text).toContain('recommends\n  bucket-name: Buckets are called right\n    prod-data/bad: bucket is "wrong"');
});

test("a wrong waiver is shown beside what fails", () => {
  const text = shown([
    { policy: "bucket-nam", resource: "prod-data/*", reason: "moves in spring", until: "2027-03-31" },
  ]);
  expect(text).toContain(
    'is wrong\n  waiver of "bucket-nam" for prod-data/* (in environment prod): there is no such policy; did you mean "bucket-name"?\n',
  );
});

test("what is waived satisfies, and the table says so", () => {
  const waivers = ["bad", "old"].map((name) => ({
    policy: "bucket-name",
    resource: `prod-data/${name}`,
    reason: "moves in spring",
    until: "2027-03-31",
  }));
  const text = shown(waivers);
  expect(text).toContain("bucket-name            S3.99         2 waived");
  expect(text).toContain(
    "prod satisfies the policies: of 2 policies 0 pass, 1 fail, 1 are waived, 0 are recommended, 0 do not apply",
  );
});
