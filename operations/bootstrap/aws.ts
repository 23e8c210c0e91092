import { GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { checkAccount, clientConfig, describe, statusOf } from "../../lib/aws";
import { UserError } from "../../packages/common/errors";
import { parseState, type StateFile } from "./state-file";

/** What bootstrap asks of AWS; it changes nothing there itself. */
export interface Aws {
  /** @throws UserError when there are no credentials, or they are another account's */
  checkAccount(): Promise<void>;
  /** @throws UserError when the bucket is somebody else's or in another region */
  bucketExists(bucket: string): Promise<boolean>;
  /** The state kept under a key of the bucket; undefined when there is none. */
  state(bucket: string, key: string): Promise<StateFile | undefined>;
}

export interface AwsOptions {
  /** The required account, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Where credentials and endpoint are found, as for Terraform. */
  readonly env: NodeJS.ProcessEnv;
}

export function connect({ account, region, env }: AwsOptions): Aws {
  const config = clientConfig(region, env);
  const s3 = new S3Client(config);
  return {
    checkAccount: () => checkAccount(config, account),

    async bucketExists(bucket) {
      try {
        await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw new UserError(bucketProblem(error, bucket, region));
      }
    },

    async state(bucket, key) {
      try {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: account }),
        );
        const remedy = "restore an earlier version of the object";
        return parseState((await Body?.transformToString()) ?? "", `s3://${bucket}/${key}`, remedy);
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        if (error instanceof UserError) throw error;
        throw new UserError(`cannot read s3://${bucket}/${key}: ${describe(error)}`);
      }
    },
  };
}

function bucketProblem(error: unknown, bucket: string, region: string): string {
  switch (statusOf(error)) {
    case 403:
      return `the bucket ${bucket} exists and is not for these credentials: it belongs to another AWS account (choose another name in state.bucket), or they lack s3:ListBucket on it`;
    case 301:
    case 400:
      return `the bucket ${bucket} exists in another region than ${region}: choose another name in state.bucket`;
    default:
      return `S3 does not answer for the bucket ${bucket}: ${describe(error)}`;
  }
}
