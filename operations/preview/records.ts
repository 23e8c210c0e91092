import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { awsError, everyPage, nameOf, statusOf } from "../../lib/aws";
import type { Session } from "../../lib/sessions";
import { exitCodes, UserError } from "../../packages/common/errors";
import { previewOf, type Preview } from "./source";

/** Records of an environment's previews beside its state, so that any checkout finds them; without state in S3 there are none. */
export function recordsOf({ environment, config }: Pick<Session, "environment" | "config">) {
  const { name, account, state } = environment;
  if (state.kind !== "s3") {
    return {
      read: () => Promise.resolve<Preview | undefined>(undefined),
      all: () => Promise.resolve<readonly Preview[]>([]),
      keep: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
  }
  const s3 = new S3Client(config);
  const bucket = { Bucket: state.bucket, ExpectedBucketOwner: account };
  const prefix = `${name}.previews/`;
  const keyOf = (preview: string) => `${prefix}${preview}.json`;
  const failed =
    (doing: string) =>
    (error: unknown): never => {
      if (nameOf(error) !== "NoSuchBucket") throw awsError(error, doing);
      const message = `there is no state bucket ${state.bucket} yet, which previews share: ./platform bootstrap ${name}`;
      throw new UserError(message, exitCodes.refused);
    };
  const readKey = async (Key: string): Promise<Preview | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
      return previewOf((await Body?.transformToString()) ?? "");
    } catch (error) {
      if (statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket") return undefined;
      return failed(`read the preview s3://${state.bucket}/${Key}`)(error);
    }
  };
  return {
    read: (preview: string) => readKey(keyOf(preview)),
    async all(): Promise<readonly Preview[]> {
      const objects = await everyPage(async (ContinuationToken) => {
        const request = new ListObjectsV2Command({ ...bucket, Prefix: prefix, ContinuationToken });
        const { Contents = [], NextContinuationToken } = await s3
          .send(request)
          .catch(failed(`list the previews in s3://${state.bucket}`));
        return { items: Contents, next: NextContinuationToken };
      });
      const previews: Preview[] = [];
      for (const { Key = "" } of objects) previews.push(...[await readKey(Key)].flatMap((one) => one ?? []));
      return previews;
    },
    async keep(preview: Preview): Promise<void> {
      const object = { Key: keyOf(preview.name), Body: JSON.stringify(preview), ContentType: "application/json" };
      await s3.send(new PutObjectCommand({ ...bucket, ...object })).catch(failed(`keep a record of ${preview.name}`));
    },
    async remove(preview: string): Promise<void> {
      await s3
        .send(new DeleteObjectCommand({ ...bucket, Key: keyOf(preview) }))
        .catch(failed(`remove the record of ${preview}`));
    },
  };
}
