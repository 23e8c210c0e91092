import { companionsOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { argumentsOf, isSet, must } from "../shared/arguments";
import { control } from "../shared/control";

/** New buckets have ACLs off since April 2023, so that only what turns them on fails. */
export const s3NoAcls = control({
  id: "s3-no-acls",
  controls: { "S3.12": "medium" },
  checkov: ["CKV2_AWS_65"],
  title: "Access to buckets is given by policies, not ACLs",
  why: "ACLs of single objects open what the policy of the bucket seems to close.",
  fix: 'Set object_ownership to "BucketOwnerEnforced" and remove the ACLs.',
  types: ["aws_s3_bucket"],
  judge: (bucket) => {
    const [ownership] = companionsOf(bucket, "aws_s3_bucket_ownership_controls", "bucket").flatMap((controls) =>
      argumentsOf(controls, "rule.object_ownership"),
    );
    if (ownership === "BucketOwnerEnforced") return pass;
    if (ownership !== undefined) return must("rule.object_ownership", '"BucketOwnerEnforced"', ownership);
    return isSet(bucket, "acl") || companionsOf(bucket, "aws_s3_bucket_acl", "bucket").length > 0
      ? fail("it has an ACL")
      : pass;
  },
});
