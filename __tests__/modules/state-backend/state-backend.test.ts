import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { StateBackend, type StateBackendProps } from "../../../modules/state-backend";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const stackWith = (props: Partial<StateBackendProps> = {}) =>
  testStack(
    (scope) => void new StateBackend(scope, "state", { bucketName: "shop-state", keyAlias: "shop-state", ...props }),
  );

const noncurrentDays = (days: number) =>
  expect.objectContaining({ status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: days }] }) as unknown;

describe("a state bucket", () => {
  const stack = stackWith();

  test("keeps earlier states for a year", () => {
    expect(stack).toHaveResource(S3BucketVersioningA, { versioningConfiguration: { status: "Enabled" } });
    expect(stack.resource(S3BucketLifecycleConfiguration).properties.rule).toContainEqual(noncurrentDays(365));
  });

  test("clears away what the locks leave, a delete marker for each run", () => {
    expect(stack.resource(S3BucketLifecycleConfiguration).properties.rule).toContainEqual(
      expect.objectContaining({ expiration: [{ expired_object_delete_marker: true }] }),
    );
  });

  test("is encrypted with a key of its own, rotated yearly, known by its alias", () => {
    expect(stack).toHaveResource(KmsKey, { enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(stack).toHaveResource(KmsAlias, { name: "alias/shop-state", targetKeyId: referenceTo(KmsKey, "key_id") });
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

  test("is private and answers over TLS alone", () => {
    expect(stack).toHaveResource(S3BucketPublicAccessBlock, { blockPublicPolicy: true, restrictPublicBuckets: true });
    expect(stack).toHaveResource(S3BucketPolicy, {
      policy: jsonString({
        Statement: [{ Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      }),
    });
  });

  test("deletionProtection, and its key with it", () => {
    expect(stack).toHaveResource(S3Bucket, { forceDestroy: false, lifecycle: { prevent_destroy: true } });
    expect(stack).toHaveResource(KmsKey, { lifecycle: { prevent_destroy: true } });
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

test("a state bucket that need not survive can be destroyed with every state in it", () => {
  const stack = stackWith({ noncurrentDays: 1, deletionProtection: false });
  expect(stack).toHaveResource(S3Bucket, { forceDestroy: true, lifecycle: absent() });
  expect(stack).toHaveResource(KmsKey, { lifecycle: absent() });
  expect(stack.resource(S3BucketLifecycleConfiguration).properties.rule).toContainEqual(noncurrentDays(1));
});

test.each([
  [
    { bucketName: "Shop" },
    'test/state/bucket: name must be 3 to 63 lower case letters, digits, hyphens and dots, with a letter or digit at both ends, got "Shop".',
  ],
  [
    { keyAlias: "alias/shop" },
    'test/state: keyAlias must be 1 to 250 letters, digits and / _ -, without the prefix alias/ and not beginning with aws/, got "alias/shop".',
  ],
  [{ noncurrentDays: 0 }, "test/state/bucket: noncurrentDays must be a whole number from 1 to 36500 days, got 0."],
])("%j is refused at synth", (props, message) => {
  expect(() => stackWith(props)).toThrow(message);
});
