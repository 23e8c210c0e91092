import { companionsOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

export const s3Replication = control({
  id: "s3-replication",
  controls: { "S3.7": "low" },
  checkov: ["CKV_AWS_144"],
  title: "Buckets are copied to another region",
  why: "The loss of a region, or of the account's access to it, otherwise takes the files with it.",
  fix: "Add an aws_s3_bucket_replication_configuration with an enabled rule.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    companionsOf(bucket, "aws_s3_bucket_replication_configuration", "bucket").some((replication) =>
      argumentsOf(replication, "rule.status").includes("Enabled"),
    )
      ? pass
      : fail("no aws_s3_bucket_replication_configuration has an enabled rule for it"),
});
