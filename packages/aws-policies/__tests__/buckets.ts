import { evaluateEnvironments, type EnvironmentEvaluation } from "../evaluate";
import { fail, notApplicable, pass, resourcePolicy, type Policy } from "../policy";
import { shown } from "../values";
import { readConfigurations } from "../../terraform-json";

const links = ["https://example.com/s3"];

/** Two policies and three buckets, of which one is waived. */
export const policies: readonly Policy[] = [
  resourcePolicy({
    id: "bucket-name",
    severity: "error",
    title: "Buckets are called right",
    why: "Nobody finds the others.",
    fix: "Call it right.",
    securityHub: ["S3.99"],
    checkov: ["CKV_AWS_999"],
    links,
    types: ["aws_s3_bucket"],
    check: ({ properties: { bucket } }) => (bucket === "right" ? pass : fail(`bucket is ${shown(bucket)}`)),
  }),
  resourcePolicy({
    id: "bucket-tags",
    severity: "warning",
    title: "Buckets have tags",
    why: "Nobody knows whose they are.",
    fix: "Add tags.",
    links,
    types: ["aws_s3_bucket"],
    check: ({ properties: { tags, bucket } }) =>
      bucket === "right" ? notApplicable("it is right anyway") : tags === undefined ? fail("it has no tags") : pass,
  }),
];

const bucket = (path: string, properties: object) => ({ "//": { metadata: { path } }, ...properties });
const stacks = readConfigurations({
  "prod-data": {
    resource: {
      aws_s3_bucket: {
        good: bucket("prod-data/good", { bucket: "right" }),
        bad: bucket("prod-data/bad", { bucket: "wrong", tags: {} }),
        old: bucket("prod-data/old", { bucket: "older" }),
      },
    },
  },
});
const old = { policy: "bucket-name", resource: "prod-data/old", reason: "moves in spring", until: "2027-03-31" };

export function evaluations(waivers = [old]): readonly EnvironmentEvaluation[] {
  const environment = { name: "prod", deletionProtection: true, waivers };
  return evaluateEnvironments(policies, stacks, [environment], { today: "2026-11-23" });
}
