import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import { checkRange } from "../shared";
import { PrivateBucket, wholeBucket } from "../shared/private-bucket";

export interface BucketProps {
  /** 3 to 63 characters, unique in all of AWS. */
  readonly name: string;
  /** @default - SSE-S3 (AES256) */
  readonly encryptionKey?: EncryptionKey;
  /** Web pages that may upload and download directly. @default - none */
  readonly cors?: Cors;
  readonly lifecycle?: BucketLifecycle;
  /**
   * Whether Terraform refuses to destroy it. False: destroyed with every object in it.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

export interface Cors {
  /** Such as `https://app.example.com`. */
  readonly origins: readonly string[];
  /** @default - GET, HEAD and PUT: direct uploads and downloads */
  readonly methods?: readonly ("GET" | "PUT" | "POST" | "DELETE" | "HEAD")[];
  /** @default - every request header, which presigned uploads need */
  readonly headers?: readonly string[];
  /** Response headers a page may read. @default - ETag */
  readonly exposeHeaders?: readonly string[];
  /** Seconds a browser keeps the answer. @default - 3600 */
  readonly maximumAgeSeconds?: number;
}

export interface BucketLifecycle {
  /** Days a replaced or deleted object can be brought back. @default - 90 */
  readonly noncurrentDays?: number;
  /** Days after which parts of an unfinished upload are deleted. @default - 7 */
  readonly abortMultipartDays?: number;
  /** Days after which an object moves to S3 Intelligent-Tiering, which bills rarely read ones less. @default - never */
  readonly intelligentTieringDays?: number;
}

/** A private, versioned, encrypted, TLS-only bucket for what the application stores. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  private readonly encryptionKey: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, encryptionKey, cors, lifecycle = {}, deletionProtection = true } = props;
    const { noncurrentDays = 90, abortMultipartDays, intelligentTieringDays } = lifecycle;
    checkRange(this, "intelligentTieringDays", intelligentTieringDays, { minimum: 0, maximum: 36500, unit: "days" });
    this.encryptionKey = encryptionKey;

    const bucket = new PrivateBucket(this, "private", {
      name,
      keyArn: encryptionKey?.arn,
      noncurrentDays,
      abortMultipartDays,
      lifecycleRules: intelligentTieringDays === undefined ? [] : [toIntelligentTiering(intelligentTieringDays)],
      deletionProtection,
    });
    this.name = bucket.name;
    this.arn = bucket.arn;

    if (cors !== undefined) {
      new S3BucketCorsConfiguration(this, "cors", {
        bucket: bucket.name,
        corsRule: [
          {
            allowedOrigins: [...cors.origins],
            allowedMethods: [...(cors.methods ?? ["GET", "HEAD", "PUT"])],
            allowedHeaders: [...(cors.headers ?? ["*"])],
            exposeHeaders: [...(cors.exposeHeaders ?? ["ETag"])],
            maxAgeSeconds: cors.maximumAgeSeconds ?? 3600,
          },
        ],
      });
    }
  }

  /** Lets the role list and read objects, with the key. */
  grantRead(role: IGrantable): void {
    role.allow({ sid: "ListBucket", actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [this.arn] });
    role.allow({ sid: "ReadObjects", actions: ["s3:GetObject"], resources: [`${this.arn}/*`] });
    this.encryptionKey?.grantDecrypt(role);
  }

  /** Lets the role write objects, with the key; not read, list or delete them. */
  grantWrite(role: IGrantable): void {
    role.allow({
      sid: "WriteObjects",
      actions: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
      resources: [`${this.arn}/*`],
    });
    // S3 decrypts the data key of a multipart upload.
    this.encryptionKey?.grantEncryptDecrypt(role);
  }

  /** Lets the role list, read, write and delete objects, with the key. */
  grantReadWrite(role: IGrantable): void {
    role.allow({ sid: "ListBucket", actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [this.arn] });
    role.allow({
      sid: "ReadWriteObjects",
      actions: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      resources: [`${this.arn}/*`],
    });
    this.encryptionKey?.grantEncryptDecrypt(role);
  }
}

function toIntelligentTiering(days: number): S3BucketLifecycleConfigurationRule {
  return { ...wholeBucket, id: "intelligent-tiering", transition: [{ days, storageClass: "INTELLIGENT_TIERING" }] };
}
