import { companionsOf } from "../../../terraform-json";
import { notApplicable } from "../../policy";
import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const s3AccessLogs = control({
  id: "s3-access-logs",
  controls: { "S3.9": "medium" },
  checkov: ["CKV_AWS_18"],
  title: "Buckets log who reads and writes them",
  why: "After a leak nobody otherwise knows which files were read, and by whom.",
  fix: "Add an aws_s3_bucket_logging with another bucket as target.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    companionsOf(bucket, "aws_s3_bucket_logging", "target_bucket").length > 0
      ? notApplicable("it receives the access logs of other buckets")
      : requireCompanion(bucket, "aws_s3_bucket_logging", "bucket"),
});
