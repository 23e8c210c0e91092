import { sarif } from "../sarif";
import { evaluations, policies } from "./buckets";

test("findings are results, policies are rules, waivers are suppressions", () => {
  expect(sarif(evaluations(), policies)).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "policies",
            rules: [
              {
                id: "bucket-name",
                shortDescription: { text: "Buckets are called right" },
                fullDescription: { text: "Nobody finds the others." },
                help: { text: "Call it right.\n\nhttps://example.com/s3" },
                helpUri: "https://example.com/s3",
                defaultConfiguration: { level: "error" },
                properties: { tags: ["S3.99", "CKV_AWS_999"] },
              },
              { id: "bucket-tags", defaultConfiguration: { level: "warning" } },
            ],
          },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
        results: [
          {
            ruleId: "bucket-name",
            kind: "pass",
            level: "none",
            message: { text: "prod-data/good: Buckets are called right" },
          },
          {
            ruleId: "bucket-name",
            ruleIndex: 0,
            kind: "fail",
            level: "error",
            message: { text: 'prod-data/bad: bucket is "wrong"' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "cdktf.out/stacks/prod-data/cdk.tf.json" },
                  region: { startLine: 1 },
                },
                logicalLocations: [
                  { fullyQualifiedName: "prod-data/bad", name: "aws_s3_bucket.bad", kind: "resource" },
                ],
              },
            ],
          },
          {
            ruleId: "bucket-name",
            kind: "fail",
            suppressions: [
              {
                kind: "external",
                status: "accepted",
                justification: "moves in spring (until 2027-03-31, in environment prod)",
              },
            ],
          },
          { ruleId: "bucket-tags", kind: "notApplicable", level: "none" },
          { ruleId: "bucket-tags", kind: "pass", level: "none" },
          { ruleId: "bucket-tags", ruleIndex: 1, kind: "fail", level: "warning" },
        ],
      },
    ],
  });
});

test("a problem makes the run unsuccessful", () => {
  const expired = { policy: "bucket-name", resource: "prod-data/old", reason: "moves in spring", until: "2026-03-31" };
  expect(sarif(evaluations([expired]), policies)).toMatchObject({
    runs: [
      {
        invocations: [
          {
            executionSuccessful: false,
            toolExecutionNotifications: [
              { level: "error", message: { text: expect.stringContaining("expired") as string } },
            ],
          },
        ],
      },
    ],
  });
});

test("a recommendation is a note", () => {
  const soft = policies.map((policy) => ({ ...policy, severity: "recommendation" as const }));
  const all = evaluations().map((evaluation) => ({
    ...evaluation,
    findings: evaluation.findings.map((finding) => ({ ...finding, severity: "recommendation" as const })),
  }));
  const [run] = (sarif(all, soft) as { runs: { tool: { driver: { rules: object[] } }; results: object[] }[] }).runs;
  expect(run?.tool.driver.rules[0]).toMatchObject({ defaultConfiguration: { level: "note" } });
  expect(run?.results).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "fail", level: "note" })]));
});
