import { GetLogEventsCommand, type CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { awsError, nameOf } from "../../lib/aws";
import type { ServiceTarget } from "../../lib/ecs/target";
import { isRecord, tryParseJson } from "../../packages/terraform-json";
import type { Intent } from "./journal";

/** What is kept of a release or rollback, as `Journal` wrote it. */
export interface Entry extends Intent {
  /** Such as "ann@laptop". */
  readonly who: string;
  /** The command. */
  readonly what: string;
  /** ISO 8601, in UTC. */
  readonly since: string;
  readonly outcome: string;
  /** Of the program. @default - it continues, or was killed */
  readonly exitCode?: number;
}

interface Clients {
  readonly s3: Pick<S3Client, "send">;
  readonly logs: Pick<CloudWatchLogsClient, "send">;
}

/**
 * The newest entries of an environment's journal, oldest first; a text that was cut off is left out.
 *
 * @param count how many at most, where they are objects of a bucket
 * @throws UserError when AWS cannot be asked
 */
export async function readEntries(
  { s3, logs }: Clients,
  place: ServiceTarget,
  count: number,
): Promise<readonly Entry[]> {
  const { account, name, service, state, container } = place;
  const failed = (error: unknown): never => {
    throw awsError(error, `read the releases of ${name}`);
  };
  if (state.kind === "s3") {
    const bucket = { Bucket: state.bucket, ExpectedBucketOwner: account };
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const input = { ...bucket, Prefix: `${name}-service.releases/`, ContinuationToken };
      const page = await s3.send(new ListObjectsV2Command(input)).catch((error: unknown) => {
        if (nameOf(error) === "NoSuchBucket") return { Contents: [], NextContinuationToken: undefined };
        return failed(error);
      });
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    // A name begins with the time.
    const newest = keys.sort().slice(-count);
    const texts = await Promise.all(
      newest.map(async (Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key })).catch(failed);
        return Body?.transformToString();
      }),
    );
    return texts.flatMap((text) => entryOf(text));
  }
  const logGroupName = service.containers[container]?.logGroup ?? `/ecs/${service.family}`;
  const { events = [] } = await logs
    .send(new GetLogEventsCommand({ logGroupName, logStreamName: `${name}-releases`, startFromHead: false }))
    .catch((error: unknown) => (nameOf(error) === "ResourceNotFoundException" ? { events: [] } : failed(error)));
  // Each is written when it begins and when it ends; the later text counts.
  const latest = new Map(
    events.flatMap(({ message }) => entryOf(message)).map((one) => [`${one.since} ${one.tag}`, one]),
  );
  return [...latest.values()];
}

function entryOf(text: string | undefined): readonly Entry[] {
  const parsed = tryParseJson(text ?? "");
  if (!isRecord(parsed) || typeof parsed.since !== "string" || typeof parsed.tag !== "string") return [];
  return [parsed as unknown as Entry];
}
