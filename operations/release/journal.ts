import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ServiceTarget } from "../../lib/ecs/target";
import { awsError, nameOf } from "../../lib/aws";
import { exitCodes } from "../../packages/common/errors";
import type { Holder } from "./lock";

/** What is to be changed, once all checks are passed. */
export interface Intent {
  /** Tag of the image; of an environment with several "api=v7, worker=v3". */
  readonly tag: string;
  /** What ran before: "v41 (shop:3)". */
  readonly from: string;
  /** Digest of the image, for what a tag cannot say. @default - the image is kept elsewhere, or was not looked at */
  readonly digest?: string;
  /** What its scan found, with the reason where findings were accepted. @default - not looked at */
  readonly scan?: string;
  /** Of a release of several services: ARN of the task definition that each ran before, by key. @default - one service */
  readonly before?: Readonly<Record<string, string>>;
}

/** Keeps one text under a name, over what it kept there before. */
export type Keep = (name: string, text: string) => Promise<void>;

/**
 * What is kept of each release and rollback that passed its checks, as JSON: who, what, since when, from what to what, what the scan
 * found and why that was accepted, and how it ended. Whatever was refused has changed nothing, and is not kept.
 */
export class Journal {
  private intent: Intent | undefined;
  private last: Readonly<Record<string, unknown>> | undefined;

  /** What was kept last. @default - nothing was begun */
  get entry(): Readonly<Record<string, unknown>> | undefined {
    return this.last;
  }

  constructor(
    private readonly keep: Keep,
    private readonly holder: Holder,
  ) {}

  /** @throws UserError when it cannot be kept: nothing has changed yet */
  async begin(intent: Intent): Promise<void> {
    this.intent = intent;
    await this.write({ outcome: "under way" });
  }

  /** @param exitCode of the program; nothing is kept where nothing was begun */
  async end(exitCode: number): Promise<void> {
    if (this.intent === undefined) return;
    await this.write({ outcome: outcomes[exitCode] ?? "stopped", exitCode, ended: new Date().toISOString() });
  }

  private async write(end: object): Promise<void> {
    const { who, what, since } = this.holder;
    const entry = { who, what, since, ...this.intent, ...end };
    this.last = entry;
    await this.keep(`${since}-${entry.tag}`, JSON.stringify(entry));
  }
}

const outcomes: Readonly<Record<number, string>> = {
  0: "steady",
  [exitCodes.migrationFailed]: "the migration failed; the service was not touched",
  [exitCodes.applyFailed]: "Terraform failed",
  [exitCodes.rolledBack]: "rolled back or given up",
  [exitCodes.notSteady]: "not steady in time; it went on",
  130: "the person left",
};

/** Keeps entries beside the state in S3, else in the log group of the web container, for as long as that keeps events. */
export function keeperOf(environment: ServiceTarget, clients: { s3: S3Client; logs: CloudWatchLogsClient }): Keep {
  const { name, account, state, service, container } = environment;
  const failed = (error: unknown): never => {
    throw awsError(error, `keep a record of the release of ${name}`);
  };
  if (state.kind === "s3") {
    const object = { Bucket: state.bucket, ExpectedBucketOwner: account, ContentType: "application/json" };
    return async (entry, text) => {
      const Key = `${name}-service.releases/${entry}.json`;
      await clients.s3.send(new PutObjectCommand({ ...object, Key, Body: text })).catch(failed);
    };
  }
  const logGroupName = service.containers[container]?.logGroup ?? `/ecs/${service.family}`;
  const at = { logGroupName, logStreamName: `${name}-releases` };
  return async (_, message) => {
    await clients.logs.send(new CreateLogStreamCommand(at)).catch((error: unknown) => {
      if (nameOf(error) !== "ResourceAlreadyExistsException") failed(error);
    });
    const logEvents = [{ timestamp: Date.now(), message }];
    await clients.logs.send(new PutLogEventsCommand({ ...at, logEvents })).catch(failed);
  };
}
