import { requireNotPublic } from "../shared/buckets";
import { control } from "../shared/control";

export const s3NoPublicWrite = control({
  id: "s3-no-public-write",
  controls: { "S3.3": "critical" },
  checkov: ["CKV_AWS_57"],
  title: "Not everyone may write a bucket",
  why: "Strangers could replace what users download, delete it, or store their own at our cost.",
  fix: "Set restrict_public_buckets and ignore_public_acls of the bucket's public access block to true.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    requireNotPublic(bucket, ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl"], ["public-read-write"]),
});
