import { alarmSubscribers, execWithStaticKeys, keysForEncryptedBuckets } from "../../../policies/platform/conflicts";
import { web } from "../../fixtures/shop";
import { failuresIn } from "./synthesized";

const keys = { AWS_ACCESS_KEY_ID: "by-hand", AWS_SECRET_ACCESS_KEY: "by-hand" };
const withKeys = (more: object = {}) => ({
  secrets: keys,
  ...web({ secrets: ["DATABASE_PASSWORD", ...Object.keys(keys)], ...more }),
});

test("ECS Exec would use static keys", () => {
  expect(failuresIn(execWithStaticKeys, {})).toEqual([]);
  expect(failuresIn(execWithStaticKeys, withKeys())).toEqual([
    "enable_execute_command is true, and app, worker is given AWS_ACCESS_KEY_ID",
  ]);
  expect(failuresIn(execWithStaticKeys, withKeys({ executeCommand: false }))).toEqual([]);
});

test("an IAM user that uploads needs the bucket's key", () => {
  expect(failuresIn(keysForEncryptedBuckets, {})).toEqual([]);
  const message =
    "AWS_ACCESS_KEY_ID may upload to aws_s3_bucket.storage_private_bucket, but nothing here lets an IAM user use aws_kms_key.encryption_key";
  expect(failuresIn(keysForEncryptedBuckets, withKeys())).toEqual([message, message]);
  const named = (json: string) =>
    json.replace(
      /(\\"Statement\\":\[)(?=[^\]]*kms:)/g,
      String.raw`$1{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/uploads\"},\"Action\":\"kms:GenerateDataKey\",\"Resource\":\"*\"},`,
    );
  expect(failuresIn(keysForEncryptedBuckets, withKeys(), named)).toEqual([]);
});

test("alarms that nobody gets are a finding", () => {
  expect(failuresIn(alarmSubscribers, {})).toEqual([]);
  expect(failuresIn(alarmSubscribers, { alerts: "nobody" }).join("\n")).toMatch(
    /^\d+ alarms and \d+ events are published/,
  );
  const slack = { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" };
  expect(failuresIn(alarmSubscribers, { alerts: { emails: [], slack } })).toEqual([]);
});
