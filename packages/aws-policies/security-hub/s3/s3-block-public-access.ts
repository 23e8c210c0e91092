import { fail, pass } from "../../policy";
import { isBlocked, publicAccessSettings } from "../shared/buckets";
import { control } from "../shared/control";

export const s3BlockPublicAccess = control({
  id: "s3-block-public-access",
  controls: { "S3.8": "high" },
  checkov: ["CKV2_AWS_6", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
  title: "Buckets block public access",
  why: "With the block, no later mistake in a policy or an ACL can open the bucket.",
  fix: "Add an aws_s3_bucket_public_access_block with all four settings true.",
  types: ["aws_s3_bucket"],
  judge: (bucket) => {
    const missing = publicAccessSettings.filter((setting) => !isBlocked(bucket, setting));
    return missing.length === 0 ? pass : fail(`its aws_s3_bucket_public_access_block must set ${missing.join(", ")}`);
  },
});
