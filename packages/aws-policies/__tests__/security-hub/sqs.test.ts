import { sqs } from "../../security-hub/sqs";
import { one, policy, promisesOf, tagCase } from "./table";

const type = "aws_sqs_queue";
const everyone = (Condition?: unknown) =>
  policy({ Sid: "Some", Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*", Condition });
const denied = policy({
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const promises = promisesOf(sqs, {
  "sqs-encrypted": {
    pass: [
      one(type, { kms_master_key_id: "${aws_kms_key.a.arn}" }),
      one(type, { kms_master_key_id: "alias/jobs", sqs_managed_sse_enabled: false }),
      one(type),
    ],
    fail: { "sqs_managed_sse_enabled must be true, got false": one(type, { sqs_managed_sse_enabled: false }) },
  },
  "sqs-not-public": {
    pass: [
      one(type),
      one(type, { policy: denied }),
      one(type, {
        policy: everyone({ ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:events" } }),
      }),
    ],
    fail: {
      "statement Some: it allows everyone": one(type, { policy: everyone() }),
      "statement 1: it allows everyone": one(
        type,
        {},
        {
          aws_sqs_queue_policy: {
            a: {
              queue_url: "${aws_sqs_queue.this.url}",
              policy: policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:*", Resource: "*" }),
            },
          },
        },
      ),
    },
  },
  "sqs-queue-tagged": tagCase(type),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
