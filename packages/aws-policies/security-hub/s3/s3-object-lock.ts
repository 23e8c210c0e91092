import { pass } from "../../policy";
import { isTrue } from "../../values";
import { argumentOf } from "../shared/arguments";
import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const s3ObjectLock = control({
  id: "s3-object-lock",
  controls: { "S3.15": "medium" },
  checkov: ["CKV_AWS_143"],
  title: "Objects are locked against deletion",
  why: "Without a lock, whoever takes over the account can delete every version, backups included.",
  fix: "Set object_lock_enabled of a new bucket, or add an aws_s3_bucket_object_lock_configuration.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    isTrue(argumentOf(bucket, "object_lock_enabled"))
      ? pass
      : requireCompanion(bucket, "aws_s3_bucket_object_lock_configuration", "bucket"),
});
