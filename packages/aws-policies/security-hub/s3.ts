import { companionsOf, isAboutAction, policiesOf, stringsOf, type Block, type Statement } from "../../terraform-json";
import { fail, notApplicable, pass, type PolicyResult } from "../policy";
import { isTrue } from "../values";
import { argumentOf, argumentsOf, isSet, must } from "./shared/arguments";
import { requireCompanion } from "./shared/companions";
import { control, type Control } from "./shared/control";
import { foreignPrincipals, hasEveryone, isPublic } from "./shared/principals";
import { eachStatement } from "./shared/statements";

const encryptionAlgorithm = "rule.apply_server_side_encryption_by_default.sse_algorithm";

/** What the control lets nobody do from another account. */
const administration = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

/** Controls for Amazon S3. */
export const s3: readonly Control[] = [
  control({
    id: "s3-access-logs",
    controls: { "S3.9": "medium" },
    checkov: ["CKV_AWS_18"],
    title: "Buckets log who reads and writes them",
    why: "After a leak nobody otherwise knows which files were read, and by whom.",
    fix: "Add an aws_s3_bucket_logging with another bucket as target.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      companionsOf(bucket, "aws_s3_bucket_logging", "target_bucket").length > 0
        ? notApplicable("it receives the access logs of other buckets")
        : requireCompanion(bucket, "aws_s3_bucket_logging", "bucket"),
  }),
  control({
    id: "s3-block-public-access",
    controls: { "S3.8": "high" },
    checkov: ["CKV2_AWS_6", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
    title: "Buckets block public access",
    why: "With the block, no later mistake in a policy or an ACL can open the bucket.",
    fix: "Add an aws_s3_bucket_public_access_block with all four settings true.",
    types: ["aws_s3_bucket"],
    check: (bucket) => {
      const missing = publicAccessSettings.filter((setting) => !isBlocked(bucket, setting));
      return missing.length === 0 ? pass : fail(`its aws_s3_bucket_public_access_block must set ${missing.join(", ")}`);
    },
  }),
  control({
    id: "s3-encrypted-with-kms",
    controls: { "S3.17": "medium" },
    checkov: ["CKV_AWS_145"],
    title: "Objects are encrypted with a key of KMS",
    why: "With the key of S3, anyone who may read the bucket reads the objects; a key of KMS asks for a second permission, and logs its use.",
    fix: 'Set sse_algorithm to "aws:kms" with a key.',
    types: ["aws_s3_bucket"],
    check: (bucket) => {
      const [used] = companionsOf(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket").flatMap(
        (encryption) => argumentsOf(encryption, encryptionAlgorithm),
      );
      return used === "aws:kms" || used === "aws:kms:dsse"
        ? pass
        : must(encryptionAlgorithm, '"aws:kms" or "aws:kms:dsse"', used);
    },
  }),
  control({
    id: "s3-event-notifications",
    controls: { "S3.11": "medium" },
    checkov: ["CKV2_AWS_62"],
    title: "Buckets tell when objects change",
    why: "A mass deletion or an unexpected upload is otherwise noticed by the users.",
    fix: "Add an aws_s3_bucket_notification; eventbridge = true is enough.",
    types: ["aws_s3_bucket"],
    check: (bucket) => requireCompanion(bucket, "aws_s3_bucket_notification", "bucket"),
  }),
  control({
    id: "s3-lifecycle",
    controls: { "S3.13": "low" },
    checkov: ["CKV2_AWS_61"],
    title: "Buckets have a lifecycle",
    why: "Aborted uploads and old files otherwise stay, and are paid for, for ever.",
    fix: "Add an aws_s3_bucket_lifecycle_configuration.",
    types: ["aws_s3_bucket"],
    check: (bucket) => requireCompanion(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket"),
  }),
  control({
    id: "s3-mfa-delete",
    controls: { "S3.20": "low" },
    title: "Versions can only be deleted with a second factor",
    why: "Stolen credentials alone then delete no version for good.",
    fix: "Let the root user turn on MFA delete, or add a lifecycle, with which AWS does not ask for it.",
    types: ["aws_s3_bucket"],
    check: (bucket) => {
      if (companionsOf(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket").length > 0) {
        return notApplicable("it has a lifecycle, which AWS allows no MFA delete with");
      }
      return companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").some((versioning) =>
        argumentsOf(versioning, "versioning_configuration.mfa_delete").includes("Enabled"),
      )
        ? pass
        : fail("versioning_configuration.mfa_delete is not enabled");
    },
  }),
  // New buckets have ACLs off since April 2023, so that only what turns them on fails.
  control({
    id: "s3-no-acls",
    controls: { "S3.12": "medium" },
    checkov: ["CKV2_AWS_65"],
    title: "Access to buckets is given by policies, not ACLs",
    why: "ACLs of single objects open what the policy of the bucket seems to close.",
    fix: 'Set object_ownership to "BucketOwnerEnforced" and remove the ACLs.',
    types: ["aws_s3_bucket"],
    check: (bucket) => {
      const [ownership] = companionsOf(bucket, "aws_s3_bucket_ownership_controls", "bucket").flatMap((controls) =>
        argumentsOf(controls, "rule.object_ownership"),
      );
      if (ownership === "BucketOwnerEnforced") return pass;
      if (ownership !== undefined) return must("rule.object_ownership", '"BucketOwnerEnforced"', ownership);
      return isSet(bucket, "acl") || companionsOf(bucket, "aws_s3_bucket_acl", "bucket").length > 0
        ? fail("it has an ACL")
        : pass;
    },
  }),
  control({
    id: "s3-no-foreign-administration",
    controls: { "S3.6": "high" },
    title: "No other account may change who reads a bucket",
    why: "Whoever may change the policy of a bucket may give himself everything in it.",
    fix: "Take these actions, and wildcards that cover them, from principals of other accounts.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      eachStatement(bucket, (statement) => {
        const open = administration.filter((action) => isAboutAction(statement, action));
        const principals = foreignPrincipals(statement, bucket.configuration);
        return statement.effect === "Allow" && open.length > 0 && principals.length > 0
          ? `it allows ${principals.join(", ")} ${open.join(", ")}`
          : undefined;
      }),
  }),
  control({
    id: "s3-no-public-read",
    controls: { "S3.2": "critical" },
    checkov: ["CKV_AWS_20"],
    title: "Not everyone may read a bucket",
    why: "Files of customers, logs or state on the internet: the best known way to leak data from AWS.",
    fix: "Set restrict_public_buckets and ignore_public_acls of the bucket's public access block to true.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      requireNotPublic(
        bucket,
        ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
        ["public-read", "public-read-write", "authenticated-read"],
      ),
  }),
  control({
    id: "s3-no-public-write",
    controls: { "S3.3": "critical" },
    checkov: ["CKV_AWS_57"],
    title: "Not everyone may write a bucket",
    why: "Strangers could replace what users download, delete it, or store their own at our cost.",
    fix: "Set restrict_public_buckets and ignore_public_acls of the bucket's public access block to true.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      requireNotPublic(bucket, ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl"], ["public-read-write"]),
  }),
  control({
    id: "s3-object-lock",
    controls: { "S3.15": "medium" },
    checkov: ["CKV_AWS_143"],
    title: "Objects are locked against deletion",
    why: "Without a lock, anyone who takes over the account can delete every version, backups included.",
    fix: "Set object_lock_enabled of a new bucket, or add an aws_s3_bucket_object_lock_configuration.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      isTrue(argumentOf(bucket, "object_lock_enabled"))
        ? pass
        : requireCompanion(bucket, "aws_s3_bucket_object_lock_configuration", "bucket"),
  }),
  control({
    id: "s3-replication",
    controls: { "S3.7": "low" },
    checkov: ["CKV_AWS_144"],
    title: "Buckets are copied to another region",
    why: "The loss of a region, or of the account's access to it, otherwise takes the files with it.",
    fix: "Add an aws_s3_bucket_replication_configuration with an enabled rule.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      companionsOf(bucket, "aws_s3_bucket_replication_configuration", "bucket").some((replication) =>
        argumentsOf(replication, "rule.status").includes("Enabled"),
      )
        ? pass
        : fail("no aws_s3_bucket_replication_configuration has an enabled rule for it"),
  }),
  control({
    id: "s3-tls-only",
    controls: { "S3.5": "medium" },
    title: "Buckets refuse requests without TLS",
    why: "Objects, and the signatures that open them, could be read on their way.",
    fix: "Deny s3:* to everyone on the bucket and its objects where aws:SecureTransport is false.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      policiesOf(bucket).statements.some(deniesWithoutTls)
        ? pass
        : fail("no statement of its policy denies s3:* to everyone where aws:SecureTransport is false"),
  }),
  control({
    id: "s3-versioning",
    controls: { "S3.14": "low" },
    checkov: ["CKV_AWS_21"],
    title: "Buckets keep versions",
    why: "A file that was overwritten or deleted, by mistake or by an attacker, is otherwise gone.",
    fix: 'Add an aws_s3_bucket_versioning with status "Enabled".',
    types: ["aws_s3_bucket"],
    check: (bucket) => {
      const [status] = companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").flatMap((versioning) =>
        argumentsOf(versioning, "versioning_configuration.status"),
      );
      return status === "Enabled" ? pass : must("versioning_configuration.status", '"Enabled"', status);
    },
  }),
  control({
    id: "s3-versions-expire",
    controls: { "S3.10": "medium" },
    title: "Buckets with versions have a lifecycle",
    why: "Old versions otherwise pile up for ever: cost, and data that should be gone.",
    fix: "Add an aws_s3_bucket_lifecycle_configuration that expires noncurrent versions.",
    types: ["aws_s3_bucket"],
    check: (bucket) =>
      companionsOf(bucket, "aws_s3_bucket_versioning", "bucket").some((versioning) =>
        argumentsOf(versioning, "versioning_configuration.status").includes("Enabled"),
      )
        ? requireCompanion(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
        : notApplicable("it keeps no versions"),
  }),
];

/** The settings of S3 Block Public Access. */
const publicAccessSettings = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Whether a setting of Block Public Access is on for a bucket. */
function isBlocked(bucket: Block, setting: string): boolean {
  return companionsOf(bucket, "aws_s3_bucket_public_access_block", "bucket").some((block) =>
    isTrue(argumentOf(block, setting)),
  );
}

/** Passes when nobody outside the account may do one of these actions: through the bucket's policy, or one of these canned ACLs. */
function requireNotPublic(bucket: Block, actions: readonly string[], acls: readonly string[]): PolicyResult {
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

function deniesWithoutTls({ effect, actions, resources, principals, conditions }: Statement): boolean {
  const isAboutObjects = resources.some((resource) => /^\*$|\/\*$/.test(resource));
  const isAboutBucket = resources.some((resource) => !resource.endsWith("/*"));
  return (
    effect === "Deny" &&
    hasEveryone(principals) &&
    actions.some((action) => /^(s3:)?\*$/i.test(action)) &&
    isAboutObjects &&
    isAboutBucket &&
    (conditions.Bool?.["aws:SecureTransport"] ?? []).includes("false")
  );
}
