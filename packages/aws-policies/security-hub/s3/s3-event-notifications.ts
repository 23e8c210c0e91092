import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const s3EventNotifications = control({
  id: "s3-event-notifications",
  controls: { "S3.11": "medium" },
  checkov: ["CKV2_AWS_62"],
  title: "Buckets tell when objects change",
  why: "A mass deletion or an unexpected upload is otherwise noticed by the users.",
  fix: "Add an aws_s3_bucket_notification; eventbridge = true is enough.",
  types: ["aws_s3_bucket"],
  judge: (bucket) => requireCompanion(bucket, "aws_s3_bucket_notification", "bucket"),
});
