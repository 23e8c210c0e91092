import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { Queue, type IQueue, type QueueProps } from "../../../modules/queue";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";
import { policies } from "../../../policies/policies";

const stackWith = (props: Partial<QueueProps> = {}, use: (queue: Queue, scope: Construct) => void = () => {}) =>
  testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "jobs", description: "Jobs" });
    use(new Queue(scope, "jobs", { name: "jobs", encryptionKey, ...props }), scope);
  });

const roleIn = (scope: Construct) =>
  new Role(scope, "worker", { name: "worker", description: "Works", service: "ecs-tasks.amazonaws.com" });

const queueOf = (stack: ReturnType<typeof stackWith>) => stack.resource(SqsQueue, { path: "jobs/queue" });

describe("a queue with only a name and a key", () => {
  const stack = stackWith();

  test("is a standard queue with SQS's own times, and long polling", () => {
    expect(queueOf(stack)).toMatchProperties({
      name: "jobs",
      fifoQueue: absent(),
      visibilityTimeoutSeconds: 30,
      messageRetentionSeconds: 345_600,
      delaySeconds: 0,
      receiveWaitTimeSeconds: 20,
      maxMessageSize: 262_144,
    });
  });

  test("moves a message to the dead-letter queue after 5 receives, and keeps it there for 14 days", () => {
    const deadLetters = stack.resource(SqsQueue, { path: "jobs/dead-letter-queue" });
    expect(queueOf(stack)).toMatchProperties({
      redrivePolicy: jsonString({ deadLetterTargetArn: `\${${deadLetters.address}.arn}`, maxReceiveCount: 5 }),
    });
    expect(deadLetters).toMatchProperties({ name: "jobs-dead-letters", messageRetentionSeconds: 1_209_600 });
  });

  test("is the only queue whose dead letters are accepted", () => {
    expect(stack).toHaveResource(SqsQueueRedriveAllowPolicy, {
      queueUrl: `\${${stack.resource(SqsQueue, { path: "jobs/dead-letter-queue" }).address}.url}`,
      redriveAllowPolicy: jsonString({
        redrivePermission: "byQueue",
        sourceQueueArns: [`\${${queueOf(stack).address}.arn}`],
      }),
    });
  });

  test("and its dead-letter queue are encrypted with the key, answer over TLS alone and are not destroyed", () => {
    expect(stack.everyResource(SqsQueue)).toMatchProperties({
      kmsMasterKeyId: referenceTo(KmsKey, "arn"),
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.everyResource(SqsQueuePolicy)).toHaveLength(2);
    for (const { address } of stack.everyResource(SqsQueue)) {
      expect(stack).toHaveResource(SqsQueuePolicy, {
        queueUrl: `\${${address}.url}`,
        policy: jsonString({
          Statement: [
            {
              Sid: "DenyPlainHttp",
              Effect: "Deny",
              Principal: "*",
              Action: "sqs:*",
              Resource: `\${${address}.arn}`,
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      });
    }
  });

  test("satisfies every policy", () => {
    expect(stack).toSatisfyPolicies(policies);
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

describe("a queue with every option", () => {
  const stack = stackWith({
    fifo: { contentBasedDeduplication: true, highThroughput: true },
    deadLetterQueue: { maxReceiveCount: 3, retentionSeconds: 1_000_000 },
    visibilityTimeoutSeconds: 600,
    retentionSeconds: 86_400,
    delaySeconds: 15,
    receiveWaitSeconds: 0,
    maximumMessageBytes: 1024,
    statements: (queueArn) => [
      {
        sid: "Topic",
        principals: { Service: "sns.amazonaws.com" },
        actions: ["sqs:SendMessage"],
        resources: [queueArn],
        conditions: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ],
    deletionProtection: false,
  });

  test("has each value where SQS reads it", () => {
    expect(queueOf(stack)).toMatchProperties({
      name: "jobs.fifo",
      fifoQueue: true,
      contentBasedDeduplication: true,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
      visibilityTimeoutSeconds: 600,
      messageRetentionSeconds: 86_400,
      delaySeconds: 15,
      receiveWaitTimeSeconds: 0,
      maxMessageSize: 1024,
      redrivePolicy: jsonString({ maxReceiveCount: 3 }),
      lifecycle: absent(),
    });
  });

  test("has a dead-letter queue of its own kind", () => {
    expect(stack.resource(SqsQueue, { path: "jobs/dead-letter-queue" })).toMatchProperties({
      name: "jobs-dead-letters.fifo",
      fifoQueue: true,
      messageRetentionSeconds: 1_000_000,
      lifecycle: absent(),
    });
  });

  test("accepts messages from whom its policy names", () => {
    expect(stack.resource(SqsQueuePolicy, { path: "jobs/policy" })).toMatchProperties({
      policy: jsonString({ Statement: [{ Sid: "DenyPlainHttp" }, { Sid: "Topic", Effect: "Allow" }] }),
    });
  });
});

test("a FIFO queue deduplicates in the whole queue, by the id that its sender gives, unless configured otherwise", () => {
  expect(queueOf(stackWith({ fifo: {} }))).toMatchProperties({
    contentBasedDeduplication: false,
    deduplicationScope: "queue",
    fifoThroughputLimit: "perQueue",
  });
});

test("a queue without a dead-letter queue has neither redrive policy nor another queue", () => {
  const stack = stackWith({ deadLetterQueue: false }, (queue) => expect(queue.deadLetterQueue).toBeUndefined());
  expect(stack).toHaveResource(SqsQueue, { redrivePolicy: absent() });
  expect(stack).toHaveNoResource(SqsQueueRedriveAllowPolicy);
});

describe("grants", () => {
  const granted = (grant: (queue: Queue, role: Role) => void) => {
    const stack = stackWith({}, (queue, scope) => grant(queue, roleIn(scope)));
    return { role: stack.resource(IamRole), queue: `\${${queueOf(stack).address}.arn}`, stack };
  };

  test("to send reach this queue and its key, and receive nothing", () => {
    const { role, queue } = granted((jobs, worker) => jobs.grantSend(worker));
    expect(role).toAllowAction("sqs:SendMessage", { resource: queue });
    expect(role).toAllowAction("kms:GenerateDataKey", { resource: referenceTo(KmsKey, "arn") });
    expect(role).not.toAllowAction("sqs:SendMessage", { resource: "arn:aws:sqs:eu-central-1:123456789012:other" });
    expect(role).not.toAllowAction("sqs:ReceiveMessage");
  });

  test("to consume reach this queue and its key, and send nothing", () => {
    const { role, queue } = granted((jobs, worker) => jobs.grantConsume(worker));
    for (const action of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]) {
      expect(role).toAllowAction(action, { resource: queue });
    }
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
    for (const action of ["sqs:SendMessage", "sqs:PurgeQueue", "sqs:DeleteQueue", "kms:GenerateDataKey"]) {
      expect(role).not.toAllowAction(action);
    }
  });

  test("of the dead-letter queue reach that one alone", () => {
    const { role, queue, stack } = granted((jobs, worker) => jobs.deadLetterQueue?.grantConsume(worker));
    const deadLetters = stack.resource(SqsQueue, { path: "jobs/dead-letter-queue" }).address;
    expect(role).toAllowAction("sqs:ReceiveMessage", { resource: `\${${deadLetters}.arn}` });
    expect(role).not.toAllowAction("sqs:ReceiveMessage", { resource: queue });
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
  });
});

describe("an existing queue", () => {
  const arn = "arn:aws:sqs:eu-west-1:111122223333:orders.fifo";
  const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo";
  const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1";
  let queue: IQueue;
  const stack = testStack((scope) => {
    queue = Queue.fromAttributes(scope, "orders", { url, arn, keyArn });
    const role = roleIn(scope);
    queue.grantSend(role);
    queue.grantConsume(role);
  });

  test("has the name that ends its ARN, and no resources", () => {
    expect(queue).toMatchObject({ name: "orders.fifo", url, arn });
    expect(stack).toHaveNoResource(SqsQueue);
  });

  test("grants with its key", () => {
    const role = stack.resource(IamRole);
    expect(role).toAllowAction("sqs:SendMessage", { resource: arn });
    expect(role).toAllowAction("sqs:ReceiveMessage", { resource: arn });
    expect(role).toAllowAction("kms:GenerateDataKey", { resource: keyArn });
    expect(role).toAllowAction("kms:Decrypt", { resource: keyArn });
  });

  test("without a key of KMS needs no permission for one", () => {
    const plain = testStack((scope) => Queue.fromAttributes(scope, "orders", { url, arn }).grantSend(roleIn(scope)));
    expect(plain.resource(IamRole)).not.toAllowAction("kms:GenerateDataKey");
  });

  test("needs the ARN of a queue", () => {
    const fill = (scope: Construct) => Queue.fromAttributes(scope, "orders", { url, arn: "orders" });
    expect(() => testStack((scope) => void fill(scope))).toThrow(
      'test/orders: arn must be the ARN of an SQS queue, got "orders".',
    );
  });
});

const rejections: [what: string, props: Partial<QueueProps>, message: string][] = [
  [
    "a name with the suffix",
    { name: "jobs.fifo" },
    'name must be 1 to 62 letters, digits, hyphens and underscores, without .fifo, which is added to a FIFO queue, got "jobs.fifo".',
  ],
  [
    "a visibility timeout of more than 12 hours",
    { visibilityTimeoutSeconds: 43_201 },
    "visibilityTimeoutSeconds must be a whole number from 0 to 43200 seconds, got 43201.",
  ],
  [
    "a retention of more than 14 days",
    { retentionSeconds: 1_209_601 },
    "retentionSeconds must be a whole number from 60 to 1209600 seconds, got 1209601.",
  ],
  [
    "a delay of an hour",
    { delaySeconds: 3600 },
    "delaySeconds must be a whole number from 0 to 900 seconds, got 3600.",
  ],
  [
    "a long poll of a minute",
    { receiveWaitSeconds: 60 },
    "receiveWaitSeconds must be a whole number from 0 to 20 seconds, got 60.",
  ],
  [
    "messages that the provider refuses",
    { maximumMessageBytes: 1_048_576 },
    "maximumMessageBytes must be a whole number from 1024 to 262144 bytes, got 1048576.",
  ],
  [
    "a dead-letter queue after no receive",
    { deadLetterQueue: { maxReceiveCount: 0 } },
    "deadLetterQueue.maxReceiveCount must be a whole number from 1 to 1000, got 0.",
  ],
  [
    "dead letters for a minute",
    { deadLetterQueue: { retentionSeconds: 30 } },
    "deadLetterQueue.retentionSeconds must be a whole number from 60 to 1209600 seconds, got 30.",
  ],
  [
    "dead letters that would be deleted when they arrive",
    { retentionSeconds: 172_800, deadLetterQueue: { retentionSeconds: 86_400 } },
    "deadLetterQueue.retentionSeconds must be at least retentionSeconds (172800), got 86400.",
  ],
];

test.each(rejections)("%s is rejected at synth", (_, props, message) => {
  expect(() => stackWith(props)).toThrow(`test/jobs: ${message}`);
});
