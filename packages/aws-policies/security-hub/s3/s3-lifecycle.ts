import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const s3Lifecycle = control({
  id: "s3-lifecycle",
  controls: { "S3.13": "low" },
  checkov: ["CKV2_AWS_61"],
  title: "Buckets have a lifecycle",
  why: "Aborted uploads and old files otherwise stay, and are paid for, for ever.",
  fix: "Add an aws_s3_bucket_lifecycle_configuration.",
  types: ["aws_s3_bucket"],
  judge: (bucket) => requireCompanion(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket"),
});
