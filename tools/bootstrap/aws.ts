import { GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { UserError } from "../cli";
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
  /** The only account that will do, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Where credentials and endpoint are found, as for Terraform. */
  readonly env: NodeJS.ProcessEnv;
}

export function connect({ account, region, env }: AwsOptions): Aws {
  const config = clientConfig(region, env);
  const s3 = new S3Client(config);
  return {
    async checkAccount() {
      const identity = await new STSClient(config).send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
        throw new UserError(credentialsProblem(error, account));
      });
      if (identity.Account === account) return;
      throw new UserError(
        `these credentials are of AWS account ${identity.Account} (${identity.Arn}), not of ${account}; use others`,
      );
    },

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
        return parseState((await Body?.transformToString()) ?? "");
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw new UserError(`cannot read s3://${bucket}/${key}: ${describe(error)}`);
      }
    },
  };
}

/** The SDK reads this process's environment; what the caller gives instead (an emulator, mostly) is said here. */
function clientConfig(region: string, env: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  return {
    region,
    ...(env.AWS_ENDPOINT_URL !== undefined && { endpoint: env.AWS_ENDPOINT_URL }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN },
      }),
  };
}

/** What to do about an answer to GetCallerIdentity that is none. */
export function credentialsProblem(error: unknown, account: string): string {
  const { name = "" } = error as { name?: string };
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name)) {
    return `no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, for account ${account} (${describe(error)})`;
  }
  const status = statusOf(error);
  if (status === 400 || status === 403) return `AWS refuses these credentials: ${describe(error)}; use others`;
  return `AWS does not answer: ${describe(error)}`;
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

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection is an AggregateError with an empty message of its own.
  const text = error.message === "" ? ((error as NodeJS.ErrnoException).code ?? error.name) : error.message;
  return text.split("\n")[0] ?? text;
}
