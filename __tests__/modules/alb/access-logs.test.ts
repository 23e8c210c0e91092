import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor } from "./parts";

const minimal = testStack((scope) => loadBalancerFor(scope));
const loadBalancers = { Service: "logdelivery.elasticloadbalancing.amazonaws.com" };

describe("the access logs bucket", () => {
  test("is private: no public policy, no ACL, one owner", () => {
    expect(minimal).toHaveResource(S3BucketPublicAccessBlock, {
      bucket: referenceTo(S3Bucket),
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(minimal).toHaveResource(S3BucketOwnershipControls, { rule: { objectOwnership: "BucketOwnerEnforced" } });
  });

  test("takes logs from load balancers of this account, and nothing else from anyone", () => {
    const bucket = minimal.resource(S3Bucket);
    expect(bucket).toAllowAction("s3:PutObject", { principal: loadBalancers, resource: referenceTo(bucket, "arn") });
    expect(bucket).not.toAllowAction("s3:PutObject", { resource: "*" });
    expect(bucket).not.toAllowAction("s3:GetObject");
    const { policy } = minimal.resource(S3BucketPolicy).properties as { policy: string };
    expect(policy).toMatch(/\.arn\}\/AWSLogs\/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}\/\*"/);
  });

  test.each([
    ["us-gov-west-1", "arn:aws-us-gov:iam::048591011584:root"],
    ["cn-north-1", "arn:aws-cn:iam::638102146993:root"],
  ])("in %s takes them from the account of Elastic Load Balancing", (region, account) => {
    const elsewhere = testStack((scope) => loadBalancerFor(scope), { region });
    const bucket = elsewhere.resource(S3Bucket);
    expect(bucket).toAllowAction("s3:PutObject", { principal: { AWS: account }, resource: referenceTo(bucket, "arn") });
    expect(bucket).not.toAllowAction("s3:PutObject", { principal: loadBalancers });
  });

  test("answers over TLS only", () => {
    expect(minimal.resource(S3Bucket)).toDenyAction("s3:GetObject", {
      principal: "*",
      condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  test("is encrypted by S3 itself, since load balancers cannot write under a customer's key", () => {
    expect(minimal).toHaveResource(S3BucketServerSideEncryptionConfigurationA, {
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: absent() } }],
    });
  });

  test("forgets logs after the configured days, and broken uploads after a week", () => {
    expect(minimal).toHaveResource(S3BucketLifecycleConfiguration, {
      rule: [
        {
          status: "Enabled",
          expiration: [{ days: 90 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
  });

  test("deletionProtection with its logs, unless configured otherwise", () => {
    expect(minimal).toHaveResource(S3Bucket, {
      bucket: "test-alb-logs",
      forceDestroy: false,
      lifecycle: { prevent_destroy: true },
    });
    const stack = testStack((scope) => loadBalancerFor(scope, { deletionProtection: false }));
    expect(stack).toHaveResource(S3Bucket, { forceDestroy: true, lifecycle: absent() });
  });
});

describe("the access logs bucket refuses", () => {
  const withLogs = (bucketName: string, retentionDays: number) => () =>
    testStack((scope) => loadBalancerFor(scope, { accessLogs: { bucketName, retentionDays } }));

  test("a name that S3 does not take", () => {
    expect(withLogs("Logs", 90)).toThrow(
      'test/load-balancer/access-logs: bucketName must be 3 to 63 lower case letters, digits, hyphens and dots, with a letter or digit at both ends, got "Logs".',
    );
  });

  test("to keep nothing", () => {
    expect(withLogs("test-alb-logs", 0)).toThrow(
      "test/load-balancer/access-logs: retentionDays must be a whole number from 1 to 3653 days, got 0.",
    );
  });
});
