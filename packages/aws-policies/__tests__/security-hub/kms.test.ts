import { kms } from "../../security-hub/kms";
import { one, policy, promisesOf } from "./table";

const key = "aws_kms_key";
const decrypt = (Action: unknown, Resource: unknown) => ({
  policy: policy({ Sid: "Some", Effect: "Allow", Action, Resource }),
});
const everyone = (Condition?: unknown) => ({
  policy: policy({ Sid: "Some", Effect: "Allow", Action: "kms:Decrypt", Resource: "*", Principal: "*", Condition }),
});

const promises = promisesOf(kms, {
  "kms-key-not-deleted-by-mistake": {
    pass: [
      one(key),
      one(key, { deletion_window_in_days: 30 }),
      one(key, { deletion_window_in_days: 7, lifecycle: { prevent_destroy: true } }),
    ],
    fail: { "deletion_window_in_days must be at least 30, got 7": one(key, { deletion_window_in_days: 7 }) },
  },
  "kms-key-not-public": {
    pass: [
      one(key),
      one(key, everyone({ StringEquals: { "kms:CallerAccount": "${data.aws_caller_identity.a.account_id}" } })),
      one(key, {
        policy: policy({
          Effect: "Allow",
          Action: "kms:*",
          Resource: "*",
          Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.a.account_id}:root" },
        }),
      }),
      one(key, {}, { aws_kms_key_policy: { a: { key_id: "${aws_kms_key.this.id}", policy: policy() } } }),
    ],
    fail: {
      "statement Some: it allows everyone": one(key, everyone()),
      "statement 1: it allows everyone": one(
        key,
        {},
        {
          aws_kms_key_policy: {
            a: {
              key_id: "${aws_kms_key.this.id}",
              policy: policy({
                Effect: "Allow",
                Action: "kms:Decrypt",
                Resource: "*",
                Principal: { AWS: ["*"] },
                Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } },
              }),
            },
          },
        },
      ),
    },
  },
  "kms-key-rotation": {
    pass: [one(key, { enable_key_rotation: true })],
    fail: { "enable_key_rotation must be true, got nothing": one(key) },
    notApplicable: { "AWS rotates symmetric keys only": one(key, { customer_master_key_spec: "RSA_4096" }) },
  },
  "kms-no-decrypt-on-all-keys": {
    pass: [
      one("aws_iam_role_policy", decrypt("kms:Decrypt", "${aws_kms_key.a.arn}")),
      one("aws_iam_role_policy", decrypt("kms:Decrypt", "arn:aws:kms:eu-central-1:111122223333:key/*")),
      one("aws_iam_role_policy", decrypt("kms:Encrypt", "*")),
    ],
    fail: {
      "statement Some: it allows kms:Decrypt on every key": one("aws_iam_policy", decrypt("kms:Decrypt", "*")),
      "statement Some: it allows kms:Decrypt, kms:ReEncryptFrom on every key": one(
        "aws_iam_role_policy",
        decrypt(["kms:*"], "arn:aws:kms:*:*:key/*"),
      ),
      // In GovCloud.
      "statement Some: it allows kms:ReEncryptFrom on every key": one(
        "aws_iam_role_policy",
        decrypt("kms:ReEncryptFrom", "arn:aws-us-gov:kms:*:*:key/*"),
      ),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
