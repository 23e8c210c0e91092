import { requireNotPublic } from "../shared/buckets";
import { control } from "../shared/control";

export const s3NoPublicRead = control({
  id: "s3-no-public-read",
  controls: { "S3.2": "critical" },
  checkov: ["CKV_AWS_20"],
  title: "Not everyone may read a bucket",
  why: "Files of customers, logs or state on the internet: the best known way to leak data from AWS.",
  fix: "Set restrict_public_buckets and ignore_public_acls of the bucket's public access block to true.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    requireNotPublic(
      bucket,
      ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
      ["public-read", "public-read-write", "authenticated-read"],
    ),
});
