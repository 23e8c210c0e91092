import { sns } from "../../security-hub/sns";
import { one, policy, tagCase, promisesOf } from "./table";

const type = "aws_sns_topic";
const everyone = (Condition?: unknown) =>
  policy({ Sid: "Some", Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*", Condition });

const promises = promisesOf(sns, {
  "sns-topic-encrypted": {
    pass: [one(type, { kms_master_key_id: "${aws_kms_key.a.arn}" })],
    fail: {
      "kms_master_key_id must be set, got nothing": one(type, { kms_master_key_id: "" }),
    },
  },
  "sns-topic-not-public": {
    pass: [
      one(type),
      one(type, { policy: everyone({ StringEquals: { "AWS:SourceOwner": "111122223333" } }) }),
      one(type, {
        policy: policy({
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: "*",
        }),
      }),
    ],
    fail: {
      "statement Some: it allows everyone": one(type, { policy: everyone() }),
      "statement 1: it allows everyone": one(
        type,
        {},
        {
          aws_sns_topic_policy: {
            a: {
              arn: "${aws_sns_topic.this.arn}",
              policy: policy({
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: "sns:Subscribe",
                Resource: "*",
                Condition: { StringNotEquals: { "aws:SourceAccount": "111122223333" } },
              }),
            },
          },
        },
      ),
    },
  },
  "sns-topic-tagged": tagCase(type),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
