import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { Bucket, type BucketProps } from "../../../modules/storage";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const stackWith = (props: Partial<BucketProps> = {}) =>
  testStack((scope) => void new Bucket(scope, "files", { name: "shop-files", ...props }));

const stackWithKey = (props: Partial<BucketProps> = {}, use: (bucket: Bucket, role: Role) => void = () => {}) =>
  testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "files", description: "Files" });
    const bucket = new Bucket(scope, "files", { name: "shop-files", encryptionKey, ...props });
    use(bucket, new Role(scope, "web", { name: "web", description: "Web", service: "ecs-tasks.amazonaws.com" }));
  });

describe("a bucket with only a name", () => {
  const stack = stackWith();

  test("is private: no public policy, no access control lists", () => {
    expect(stack).toHaveResource(S3BucketPublicAccessBlock, {
      bucket: referenceTo(S3Bucket),
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(stack).toHaveResource(S3BucketOwnershipControls, { rule: { object_ownership: "BucketOwnerEnforced" } });
  });

  test("answers over TLS alone, for itself and its objects", () => {
    const { address } = stack.resource(S3Bucket);
    expect(stack).toHaveResource(S3BucketPolicy, {
      policy: jsonString({
        Statement: [
          {
            Sid: "DenyPlainHttp",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [`\${${address}.arn}`, `\${${address}.arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
  });

  test("keeps replaced and deleted objects for 90 days", () => {
    expect(stack).toHaveResource(S3BucketVersioningA, { versioningConfiguration: { status: "Enabled" } });
    expect(stack.resource(S3BucketLifecycleConfiguration).properties.rule).toContainEqual({
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrent_version_expiration: [{ noncurrent_days: 90 }],
      expiration: [{ expired_object_delete_marker: true }],
    });
  });

  test("deletes parts of unfinished uploads after 7 days", () => {
    expect(stack.resource(S3BucketLifecycleConfiguration).properties.rule).toContainEqual({
      id: "abort-incomplete-multipart-uploads",
      status: "Enabled",
      filter: [{ prefix: "" }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    });
  });

  test("takes rules on old versions only once it has versions", () => {
    expect(stack).toHaveResource(S3BucketLifecycleConfiguration, {
      dependsOn: [stack.resource(S3BucketVersioningA).address],
    });
  });

  test("is encrypted with S3's own key", () => {
    expect(stack).toHaveResource(S3BucketServerSideEncryptionConfigurationA, {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false }],
    });
  });

  test("deletionProtection", () => {
    expect(stack).toHaveResource(S3Bucket, {
      bucket: "shop-files",
      forceDestroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("answers no other web page", () => {
    expect(stack).toHaveNoResource(S3BucketCorsConfiguration);
  });
});

describe("a bucket with every option", () => {
  const stack = stackWithKey({
    cors: {
      origins: ["https://shop.example.com"],
      methods: ["GET", "POST"],
      headers: ["content-type"],
      exposeHeaders: ["x-amz-version-id"],
      maximumAgeSeconds: 0,
    },
    lifecycle: { noncurrentDays: 30, abortMultipartDays: 1, intelligentTieringDays: 0 },
    deletionProtection: false,
  });

  test("is encrypted with the customer key, asked for once a bucket and not once an object", () => {
    expect(stack).toHaveResource(S3BucketServerSideEncryptionConfigurationA, {
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: referenceTo(KmsKey, "arn"),
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  test("lets these pages in, and their browsers ask each time", () => {
    expect(stack).toHaveResource(S3BucketCorsConfiguration, {
      corsRule: [
        {
          allowed_origins: ["https://shop.example.com"],
          allowed_methods: ["GET", "POST"],
          allowed_headers: ["content-type"],
          expose_headers: ["x-amz-version-id"],
          max_age_seconds: 0,
        },
      ],
    });
  });

  test("lives by its own days", () => {
    const rules = stack.resource(S3BucketLifecycleConfiguration).properties.rule;
    expect(rules).toMatchObject([
      { abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] },
      { noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
      { id: "intelligent-tiering", transition: [{ days: 0, storage_class: "INTELLIGENT_TIERING" }] },
    ]);
  });

  test("can be destroyed with its objects", () => {
    expect(stack).toHaveResource(S3Bucket, { forceDestroy: true, lifecycle: absent() });
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

test("pages may upload and download directly unless their methods are named", () => {
  expect(stackWith({ cors: { origins: ["https://shop.example.com"] } })).toHaveResource(S3BucketCorsConfiguration, {
    corsRule: [
      {
        allowed_origins: ["https://shop.example.com"],
        allowed_methods: ["GET", "HEAD", "PUT"],
        allowed_headers: ["*"],
        expose_headers: ["ETag"],
        max_age_seconds: 3600,
      },
    ],
  });
});

describe("a grant to read and write", () => {
  const stack = stackWithKey({}, (bucket, role) => bucket.grantReadWrite(role));
  const role = stack.resource(IamRole);
  const { address } = stack.resource(S3Bucket);

  test.each(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])(
    "allows %s on the objects of this bucket",
    (action) => {
      expect(role).toAllowAction(action, { resource: `\${${address}.arn}/*` });
      expect(role).not.toAllowAction(action, { resource: "arn:aws:s3:::other/file" });
    },
  );

  test("allows its list", () => {
    expect(role).toAllowAction("s3:ListBucket", { resource: referenceTo(S3Bucket, "arn") });
  });

  test("includes the key", () => {
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      expect(role).toAllowAction(action, { resource: referenceTo(KmsKey, "arn") });
    }
  });

  test("reaches neither old versions nor the bucket's configuration", () => {
    for (const action of ["s3:DeleteObjectVersion", "s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutObjectAcl"]) {
      expect(role).not.toAllowAction(action);
    }
  });

  test("asks for no key where there is none", () => {
    const plain = testStack((scope) => {
      const bucket = new Bucket(scope, "files", { name: "shop-files" });
      bucket.grantReadWrite(new Role(scope, "web", { name: "web", description: "Web", service: "ec2.amazonaws.com" }));
    });
    expect(plain.resource(IamRole)).toAllowAction("s3:GetObject", { resource: referenceTo(S3Bucket, "arn") });
    expect(plain.resource(IamRole)).not.toAllowAction("kms:Decrypt");
  });
});

describe("a bucket refuses", () => {
  test("a name S3 does not take", () => {
    expect(() => stackWith({ name: "Shop_Files" })).toThrow(
      'test/files/private: name must be 3 to 63 lower case letters, digits, hyphens and dots, with a letter or digit at both ends, got "Shop_Files".',
    );
  });

  test.each([
    ["noncurrentDays", 0, "test/files/private: noncurrentDays must be a whole number from 1 to 36500 days, got 0."],
    [
      "abortMultipartDays",
      0,
      "test/files/private: abortMultipartDays must be a whole number from 1 to 36500 days, got 0.",
    ],
    [
      "intelligentTieringDays",
      1.5,
      "test/files: intelligentTieringDays must be a whole number from 0 to 36500 days, got 1.5.",
    ],
  ])("%s of %d", (field, days, message) => {
    expect(() => stackWith({ lifecycle: { [field]: days } })).toThrow(message);
  });
});
