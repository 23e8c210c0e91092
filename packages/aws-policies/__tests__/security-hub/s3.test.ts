import { s3 } from "../../security-hub/s3";
import { stackOf, type Resources } from "../parts";
import { one, policy, promisesOf } from "./table";

const type = "aws_s3_bucket";
const own = { bucket: "${aws_s3_bucket.this.id}" };

/** A bucket with other resources of the S3 kind for it: `{ versioning: { ... } }` is its `aws_s3_bucket_versioning`. */
const bucket = (companions: Readonly<Record<string, Record<string, unknown>>> = {}, properties = {}): Resources =>
  one(
    type,
    properties,
    Object.fromEntries(
      Object.entries(companions).map(([kind, body]) => [`aws_s3_bucket_${kind}`, { a: { ...own, ...body } }]),
    ),
  );
const statement = (...statements: Record<string, unknown>[]) => ({ policy: { policy: policy(...statements) } });
const everyone = (Action: unknown, more: Record<string, unknown> = {}) => ({
  Sid: "Some",
  Effect: "Allow",
  Principal: "*",
  Action,
  Resource: "${aws_s3_bucket.this.arn}/*",
  ...more,
});
const blocked = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const noTls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["${aws_s3_bucket.this.arn}", "${aws_s3_bucket.this.arn}/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const noStatement = "no statement of its policy denies s3:* to everyone where aws:SecureTransport is false";
const encryption = (sse_algorithm: string) => ({
  server_side_encryption_configuration: { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm } }] },
});
const account = { provider: { aws: [{ allowed_account_ids: ["111122223333"] }] } };
const foreign = (AWS: string, Action: unknown) =>
  stackOf(bucket(statement({ Sid: "Some", Effect: "Allow", Principal: { AWS }, Action, Resource: "*" })), account);

const promises = promisesOf(s3, {
  "s3-access-logs": {
    pass: [bucket({ logging: { target_bucket: "logs" } })],
    fail: { "no aws_s3_bucket_logging is for it": bucket() },
    notApplicable: {
      "it receives the access logs of other buckets": bucket({
        logging: { bucket: "other", target_bucket: "${aws_s3_bucket.this.id}" },
      }),
    },
  },
  "s3-block-public-access": {
    pass: [bucket({ public_access_block: blocked })],
    fail: {
      "its aws_s3_bucket_public_access_block must set restrict_public_buckets": bucket({
        public_access_block: { ...blocked, restrict_public_buckets: false },
      }),
      "its aws_s3_bucket_public_access_block must set block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets":
        bucket(),
    },
  },
  "s3-encrypted-with-kms": {
    pass: [bucket(encryption("aws:kms")), bucket(encryption("aws:kms:dsse"))],
    fail: {
      'rule.apply_server_side_encryption_by_default.sse_algorithm must be "aws:kms" or "aws:kms:dsse", got "AES256"':
        bucket(encryption("AES256")),
      'rule.apply_server_side_encryption_by_default.sse_algorithm must be "aws:kms" or "aws:kms:dsse", got nothing':
        bucket(),
    },
  },
  "s3-event-notifications": {
    pass: [bucket({ notification: { eventbridge: true } })],
    fail: { "no aws_s3_bucket_notification is for it": bucket() },
  },
  "s3-lifecycle": {
    pass: [bucket({ lifecycle_configuration: { rule: [{ id: "a", status: "Enabled" }] } })],
    fail: { "no aws_s3_bucket_lifecycle_configuration is for it": bucket() },
  },
  "s3-mfa-delete": {
    pass: [bucket({ versioning: { versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" } } })],
    fail: {
      "versioning_configuration.mfa_delete is not enabled": bucket({
        versioning: { versioning_configuration: { status: "Enabled" } },
      }),
    },
    notApplicable: {
      "it has a lifecycle, which AWS allows no MFA delete with": bucket({ lifecycle_configuration: {} }),
    },
  },
  "s3-no-acls": {
    pass: [bucket(), bucket({ ownership_controls: { rule: { object_ownership: "BucketOwnerEnforced" } } })],
    fail: {
      'rule.object_ownership must be "BucketOwnerEnforced", got "ObjectWriter"': bucket({
        ownership_controls: { rule: { object_ownership: "ObjectWriter" } },
      }),
      "it has an ACL": bucket({ acl: { acl: "private" } }),
    },
  },
  "s3-no-foreign-administration": {
    pass: [
      bucket(),
      foreign("arn:aws:iam::111122223333:root", "s3:*"),
      foreign("arn:aws:iam::999999999999:root", "s3:GetObject"),
      foreign("arn:aws:iam::${data.aws_caller_identity.a.account_id}:root", "s3:*"),
    ],
    fail: {
      "statement Some: it allows arn:aws:iam::999999999999:root s3:PutBucketAcl, s3:PutBucketPolicy": foreign(
        "arn:aws:iam::999999999999:root",
        "s3:PutBucket*",
      ),
      "statement Some: it allows * s3:PutObjectAcl": foreign("*", "s3:PutObjectAcl"),
    },
  },
  "s3-no-public-read": {
    pass: [
      bucket(),
      bucket({ ...statement(everyone("s3:GetObject")), public_access_block: blocked }),
      bucket({ acl: { acl: "public-read" }, public_access_block: blocked }),
      bucket(statement(everyone("s3:GetObject", { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }))),
      bucket(statement(everyone("s3:GetObject", { Principal: { Service: "logs.amazonaws.com" } }))),
    ],
    fail: {
      "its policy allows everyone s3:GetObject, s3:GetObjectVersion": bucket(statement(everyone("s3:Get*"))),
      "its policy allows everyone s3:GetObject": bucket(
        statement(everyone("s3:GetObject", { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } })),
      ),
      "its policy allows everyone s3:ListBucket": bucket(
        statement(everyone("s3:ListBucket", { Condition: { StringLike: { "aws:userid": "$${aws:userid}" } } })),
      ),
      "its ACL is public-read": bucket({ acl: { acl: "public-read" } }),
    },
  },
  "s3-no-public-write": {
    pass: [bucket(), bucket(statement(everyone("s3:GetObject"))), bucket({ acl: { acl: "public-read" } })],
    fail: {
      "its policy allows everyone s3:PutObject, s3:PutObjectAcl": bucket(statement(everyone("s3:Put*"))),
      "its ACL is public-read-write": bucket({}, { acl: "public-read-write" }),
    },
  },
  "s3-object-lock": {
    pass: [
      bucket({}, { object_lock_enabled: true }),
      bucket({ object_lock_configuration: { rule: { default_retention: { mode: "GOVERNANCE", days: 30 } } } }),
    ],
    fail: { "no aws_s3_bucket_object_lock_configuration is for it": bucket() },
  },
  "s3-replication": {
    pass: [bucket({ replication_configuration: { rule: [{ status: "Enabled" }] } })],
    fail: {
      "no aws_s3_bucket_replication_configuration has an enabled rule for it": bucket({
        replication_configuration: { rule: [{ status: "Disabled" }] },
      }),
    },
  },
  "s3-tls-only": {
    pass: [bucket(statement(everyone("s3:GetObject"), noTls))],
    fail: {
      [noStatement]: bucket(statement({ ...noTls, Resource: "${aws_s3_bucket.this.arn}/*" })),
    },
  },
  "s3-versioning": {
    pass: [bucket({ versioning: { versioning_configuration: { status: "Enabled" } } })],
    fail: {
      'versioning_configuration.status must be "Enabled", got nothing': bucket(),
      'versioning_configuration.status must be "Enabled", got "Suspended"': bucket({
        versioning: { versioning_configuration: { status: "Suspended" } },
      }),
    },
  },
  "s3-versions-expire": {
    pass: [
      bucket({
        versioning: { versioning_configuration: { status: "Enabled" } },
        lifecycle_configuration: { rule: [{ id: "a", status: "Enabled" }] },
      }),
    ],
    fail: {
      "no aws_s3_bucket_lifecycle_configuration is for it": bucket({
        versioning: { versioning_configuration: { status: "Enabled" } },
      }),
    },
    notApplicable: { "it keeps no versions": bucket() },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));

test.each([
  ["allows instead of denying", { Effect: "Allow" }],
  ["is about one action", { Action: "s3:GetObject" }],
  ["is about one principal", { Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
  ["is about requests with TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ["is about the bucket only", { Resource: "${aws_s3_bucket.this.arn}" }],
])("a statement that %s does not refuse requests without TLS", (_, change) => {
  const [control] = s3.filter(({ id }) => id === "s3-tls-only");
  expect(control?.check(stackOf(bucket(statement({ ...noTls, ...change }))))).toMatchObject([
    { verdict: "fail", message: noStatement },
  ]);
});
