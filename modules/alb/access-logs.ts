import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { bucketName as bucketNameForm } from "../../aws/limits";
import { accessLogsPrincipal } from "../../aws/regions";
import { checkPattern, checkRange, policyDocument, regionOf } from "../shared";

export interface AccessLogsProps {
  readonly bucketName: string;
  /** Days until a log is deleted: 1 to 3653. */
  readonly retentionDays: number;
}

/**
 * The bucket of a load balancer's access logs: private, TLS only, old logs deleted.
 *
 * Encrypted with SSE-S3, because a load balancer cannot write under a customer's KMS key; who may write is
 * Elastic Load Balancing, for this account. Source: Elastic Load Balancing, "Enable access logs for your Application
 * Load Balancer".
 */
export class AccessLogs extends Construct {
  readonly bucketName: string;
  /** A load balancer depends on it. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogsProps & { readonly deletionProtection: boolean }) {
    super(scope, id);
    const { bucketName, retentionDays, deletionProtection } = props;
    checkPattern(this, "bucketName", bucketName, bucketNameForm);
    checkRange(this, "retentionDays", retentionDays, { minimum: 1, maximum: 3653, unit: "days" });

    const bucket = new S3Bucket(this, "bucket", {
      bucket: bucketName,
      forceDestroy: !deletionProtection,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.bucketName = bucket.bucket;

    new S3BucketOwnershipControls(this, "ownership-controls", {
      bucket: bucket.bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{}],
          expiration: [{ days: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });

    const { accountId } = new DataAwsCallerIdentity(this, "account", {});
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.bucket,
      policy: policyDocument([
        {
          sid: "LoadBalancerWritesLogs",
          principals: accessLogsPrincipal(regionOf(this)),
          actions: ["s3:PutObject"],
          resources: [`${bucket.arn}/AWSLogs/${accountId}/*`],
        },
        {
          sid: "DenyWithoutTls",
          effect: "Deny",
          principals: "*",
          actions: ["s3:*"],
          resources: [bucket.arn, `${bucket.arn}/*`],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      // S3 answers 409 when policy and public access block are written at the same time.
      dependsOn: [publicAccessBlock],
    });
  }
}
