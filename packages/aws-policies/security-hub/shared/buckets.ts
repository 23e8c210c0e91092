import { companionsOf, isAboutAction, policiesOf, stringsOf, type Block } from "../../../terraform-json";
import { fail, pass, type Judgement } from "../../policy";
import { isTrue } from "../../values";
import { argumentOf } from "./arguments";
import { isPublic } from "./principals";

/** The settings of S3 Block Public Access. */
export const publicAccessSettings = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Whether a setting of Block Public Access is on for a bucket. */
export function isBlocked(bucket: Block, setting: string): boolean {
  return companionsOf(bucket, "aws_s3_bucket_public_access_block", "bucket").some((block) =>
    isTrue(argumentOf(block, setting)),
  );
}

/** Passes when nobody outside the account may do one of these actions: through the bucket's policy, or one of these canned ACLs. */
export function requireNotPublic(bucket: Block, actions: readonly string[], acls: readonly string[]): Judgement {
  if (!isBlocked(bucket, "restrict_public_buckets")) {
    for (const statement of policiesOf(bucket).statements) {
      const open = actions.filter((action) => isAboutAction(statement, action));
      if (isPublic(statement) && open.length > 0) return fail(`its policy allows everyone ${open.join(", ")}`);
    }
  }
  if (!isBlocked(bucket, "ignore_public_acls")) {
    const given = [bucket, ...companionsOf(bucket, "aws_s3_bucket_acl", "bucket")].flatMap((block) =>
      stringsOf(block.properties.acl),
    );
    const open = given.find((acl) => acls.includes(acl));
    if (open !== undefined) return fail(`its ACL is ${open}`);
  }
  return pass;
}
