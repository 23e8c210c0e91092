import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { bucketName } from "../../aws/limits";
import { checkPattern, checkRange } from "./checks";
import { policyDocument, type Statement } from "./policy";

export interface PrivateBucketProps {
  /** 3 to 63 characters, unique in all of AWS. */
  readonly name: string;
  /**
   * ARN of the customer key that encrypts objects (SSE-KMS with a bucket key).
   * @default - SSE-S3 (AES256), for buckets AWS services write to that cannot use a customer key
   */
  readonly keyArn?: string;
  /** Days a replaced or deleted object can be brought back, 1 to 36500. */
  readonly noncurrentDays: number;
  /** Days after which parts of an unfinished upload are deleted, 1 to 36500. @default - 7 */
  readonly abortMultipartDays?: number;
  /** More rules for objects' lives. @default - none */
  readonly lifecycleRules?: readonly S3BucketLifecycleConfigurationRule[];
  /** Statements beside the one that refuses plain HTTP. @default - none */
  readonly statements?: (bucketArn: string) => readonly Statement[];
  /**
   * Whether Terraform refuses to destroy it. False: destroyed with every object in it.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

/** A private bucket: no public access, no ACLs, versioned, encrypted, TLS only. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const {
      name,
      keyArn,
      noncurrentDays,
      abortMultipartDays = 7,
      lifecycleRules = [],
      deletionProtection = true,
    } = props;
    checkPattern(this, "name", name, bucketName);
    checkRange(this, "noncurrentDays", noncurrentDays, { minimum: 1, maximum: 36500, unit: "days" });
    checkRange(this, "abortMultipartDays", abortMultipartDays, { minimum: 1, maximum: 36500, unit: "days" });

    const bucket = new S3Bucket(this, "bucket", {
      bucket: name,
      forceDestroy: !deletionProtection,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.name = bucket.bucket;
    this.arn = bucket.arn;

    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership-controls", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            keyArn === undefined ? { sseAlgorithm: "AES256" } : { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: keyArn !== undefined,
        },
      ],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: policyDocument([tlsOnly(bucket.arn), ...(props.statements?.(bucket.arn) ?? [])]),
      // S3 answers OperationAborted to two writes of a bucket's configuration at the same moment.
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          ...wholeBucket,
          id: "abort-incomplete-multipart-uploads",
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortMultipartDays }],
        },
        {
          ...wholeBucket,
          id: "expire-noncurrent-versions",
          noncurrentVersionExpiration: [{ noncurrentDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
        ...lifecycleRules,
      ],
      // Rules on noncurrent versions are refused until versioning is on.
      dependsOn: [versioning],
    });
  }
}

/** The part of a lifecycle rule that makes it count for every object. */
export const wholeBucket = { status: "Enabled", filter: [{ prefix: "" }] };

function tlsOnly(bucketArn: string): Statement {
  return {
    sid: "DenyPlainHttp",
    effect: "Deny",
    principals: "*",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
