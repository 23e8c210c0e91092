import { companionsOf } from "../../../terraform-json";
import { notApplicable } from "../../policy";
import { argumentsOf } from "../shared/arguments";
import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const s3VersionsExpire = control({
  id: "s3-versions-expire",
  controls: { "S3.10": "medium" },
  title: "Buckets with versions have a lifecycle",
  why: "Old versions otherwise pile up for ever: cost, and data that should be gone.",
  fix: "Add an aws_s3_bucket_lifecycle_configuration that expires noncurrent versions.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").some((versioning) =>
      argumentsOf(versioning, "versioning_configuration.status").includes("Enabled"),
    )
      ? requireCompanion(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
      : notApplicable("it keeps no versions"),
});
