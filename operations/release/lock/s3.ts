import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { awsError, nameOf, statusOf } from "../../../lib/aws";
import { exitCodes, UserError } from "../../../packages/common/errors";
import type { LockStore } from "./lock";

/** A lock beside the state, made as Terraform makes its own: S3 lets one of several conditional writes through. */
export function s3Lock(s3: S3Client, bucket: string, key: string, account: string): LockStore {
  const place = `s3://${bucket}/${key}`;
  const object = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
  return {
    place,
    async create(text) {
      try {
        await s3.send(
          new PutObjectCommand({ ...object, Body: text, IfNoneMatch: "*", ContentType: "application/json" }),
        );
        return true;
      } catch (error) {
        // 409: another write of the same object is under way.
        if (statusOf(error) === 412 || statusOf(error) === 409) return false;
        if (nameOf(error) === "NoSuchBucket") {
          throw new UserError(
            `there is no state bucket ${bucket} yet, so nothing was ever deployed: ./platform bootstrap, then ./platform deploy, with the environment`,
            exitCodes.refused,
          );
        }
        throw awsError(error, `lock the release at ${place}`);
      }
    },
    async read() {
      try {
        const { Body } = await s3.send(new GetObjectCommand(object));
        return await Body?.transformToString();
      } catch (error) {
        if (statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket") return undefined;
        throw awsError(error, `read the lock ${place}`);
      }
    },
    async renew(text) {
      await s3.send(new PutObjectCommand({ ...object, Body: text, ContentType: "application/json" }));
    },
    async remove() {
      await s3.send(new DeleteObjectCommand(object)).catch((error: unknown) => {
        throw awsError(error, `remove the lock ${place}`);
      });
    },
  };
}
