import { companionsOf } from "../../../terraform-json";
import { argumentsOf, must } from "../shared/arguments";
import { pass } from "../../policy";
import { control } from "../shared/control";

export const s3Versioning = control({
  id: "s3-versioning",
  controls: { "S3.14": "low" },
  checkov: ["CKV_AWS_21"],
  title: "Buckets keep versions",
  why: "A file that was overwritten or deleted, by mistake or by an attacker, is otherwise gone.",
  fix: 'Add an aws_s3_bucket_versioning with status "Enabled".',
  types: ["aws_s3_bucket"],
  judge: (bucket) => {
    const [status] = companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").flatMap((versioning) =>
      argumentsOf(versioning, "versioning_configuration.status"),
    );
    return status === "Enabled" ? pass : must("versioning_configuration.status", '"Enabled"', status);
  },
});
