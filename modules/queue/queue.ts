import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import * as limits from "../../aws/queues";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import { canonicalJson, checkPattern, checkRange, policyDocument, reject, type Statement } from "../shared";
import type { IQueue } from "./interfaces";

export interface QueueProps {
  /** 1 to 62 letters, digits, hyphens and underscores. A FIFO queue gets the suffix `.fifo` automatically. */
  readonly name: string;
  /** Encrypts the messages, also those in the dead-letter queue. */
  readonly encryptionKey: EncryptionKey;
  /** Messages of a group are delivered once and in order. A change replaces the queue. @default - a standard queue */
  readonly fifo?: FifoProps;
  /** Where messages are moved that are received again and again; false for none. @default - after 5 receives, kept for 14 days */
  readonly deadLetterQueue?: DeadLetterProps | false;
  /** Seconds for which a received message is hidden from others, 0 to 43200: longer than its processing. @default - 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** Seconds that a message is kept, 60 to 1209600 (14 days). @default - 345600 (4 days) */
  readonly retentionSeconds?: number;
  /** Seconds after which a sent message can be received, 0 to 900. @default - 0 */
  readonly delaySeconds?: number;
  /** Seconds that a receive waits for a message, 0 to 20. @default - 20 (long polling), which costs the fewest requests */
  readonly receiveWaitSeconds?: number;
  /** Size of the largest message, 1024 to 262144 bytes. @default - 262144 */
  readonly maximumMessageBytes?: number;
  /**
   * Statements of the queue policy beside the one that refuses plain HTTP: a topic or a bucket that sends to the queue.
   * @default - none: identity policies of this account decide
   */
  readonly statements?: (queueArn: string) => readonly Statement[];
  /** Whether Terraform refuses to destroy it. False: destroyed with its messages. @default - true */
  readonly deletionProtection?: boolean;
}

export interface FifoProps {
  /** Whether SQS recognizes duplicates by the body of a message, so that senders need no deduplication id. @default - false */
  readonly contentBasedDeduplication?: boolean;
  /** Whether quota and deduplication apply to each message group instead of the whole queue. @default - false */
  readonly highThroughput?: boolean;
}

export interface DeadLetterProps {
  /** Receives of a message before it is moved, 1 to 1000. @default - 5 */
  readonly maxReceiveCount?: number;
  /** Seconds that a moved message is kept, 60 to 1209600, and not less than in the queue itself. @default - 1209600 (14 days) */
  readonly retentionSeconds?: number;
}

export interface QueueAttributes {
  readonly url: string;
  readonly arn: string;
  /** KMS key that encrypts its messages. @default - SSE-SQS, which needs no permission */
  readonly keyArn?: string;
}

abstract class QueueBase extends Construct implements IQueue {
  abstract readonly url: string;
  abstract readonly arn: string;
  abstract readonly name: string;

  grantSend(role: IGrantable): void {
    role.allow({
      sid: "SendMessages",
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
      resources: [this.arn],
    });
    // SQS asks for a data key where it encrypts, and decrypts the data key that it reuses.
    this.grantKey(role, "send");
  }

  grantConsume(role: IGrantable): void {
    role.allow({
      sid: "ConsumeMessages",
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      resources: [this.arn],
    });
    this.grantKey(role, "consume");
  }

  protected abstract grantKey(role: IGrantable, use: "send" | "consume"): void;
}

class ExistingQueue extends QueueBase {
  readonly url: string;
  readonly arn: string;
  readonly name: string;
  private readonly keyArn: string | undefined;

  constructor(scope: Construct, id: string, { url, arn, keyArn }: QueueAttributes) {
    super(scope, id);
    checkPattern(this, "arn", arn, limits.queueArn);
    this.url = url;
    this.arn = arn;
    this.keyArn = keyArn;
    this.name = Token.isUnresolved(arn)
      ? Token.asString(Fn.element(Fn.split(":", arn), 5))
      : arn.slice(arn.lastIndexOf(":") + 1);
  }

  protected grantKey(role: IGrantable, use: "send" | "consume"): void {
    if (this.keyArn === undefined) return;
    const statements = {
      send: { sid: "EncryptMessages", actions: ["kms:Decrypt", "kms:GenerateDataKey"] },
      consume: { sid: "DecryptMessages", actions: ["kms:Decrypt"] },
    };
    role.allow({ ...statements[use], resources: [this.keyArn] });
  }
}

/** An SQS queue, encrypted with a customer key, that answers over TLS alone, with a dead-letter queue. */
export class Queue extends QueueBase {
  readonly url: string;
  readonly arn: string;
  readonly name: string;
  /** Holds the messages that could not be processed; undefined where the queue has none. */
  readonly deadLetterQueue: IQueue | undefined;
  private readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { name, encryptionKey, fifo, deadLetterQueue = {}, statements, deletionProtection = true } = props;
    const { retentionSeconds = 345_600, maximumMessageBytes = 262_144 } = props;
    checkQueue(this, props);
    this.encryptionKey = encryptionKey;
    const suffix = fifo === undefined ? "" : ".fifo";
    const common = {
      ...fifoArguments(fifo),
      maxMessageSize: maximumMessageBytes,
      kmsMasterKeyId: encryptionKey.arn,
      kmsDataKeyReusePeriodSeconds: 300,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    };

    const deadLetters =
      deadLetterQueue === false
        ? undefined
        : new SqsQueue(this, "dead-letter-queue", {
            ...common,
            name: `${name}-dead-letters${suffix}`,
            messageRetentionSeconds: deadLetterRetention(this, deadLetterQueue, retentionSeconds),
          });
    const queue = new SqsQueue(this, "queue", {
      ...common,
      name: `${name}${suffix}`,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds ?? 30,
      messageRetentionSeconds: retentionSeconds,
      delaySeconds: props.delaySeconds ?? 0,
      receiveWaitTimeSeconds: props.receiveWaitSeconds ?? 20,
      redrivePolicy:
        deadLetterQueue === false || deadLetters === undefined
          ? undefined
          : canonicalJson({
              deadLetterTargetArn: deadLetters.arn,
              maxReceiveCount: deadLetterQueue.maxReceiveCount ?? 5,
            }),
    });
    this.url = queue.url;
    this.arn = queue.arn;
    this.name = queue.name;

    tlsOnly(this, "policy", queue, statements?.(queue.arn));
    if (deadLetters === undefined) return;
    tlsOnly(this, "dead-letter-policy", deadLetters);
    new SqsQueueRedriveAllowPolicy(this, "redrive-allow-policy", {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: canonicalJson({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
    });
    this.deadLetterQueue = new ExistingQueue(this, "dead-letters", {
      url: deadLetters.url,
      arn: deadLetters.arn,
      keyArn: encryptionKey.arn,
    });
  }

  /** A queue that others own: messages are sent to it or consumed from it, and nothing of it is changed. */
  static fromAttributes(scope: Construct, id: string, attributes: QueueAttributes): IQueue {
    return new ExistingQueue(scope, id, attributes);
  }

  protected grantKey(role: IGrantable, use: "send" | "consume"): void {
    if (use === "send") this.encryptionKey.grantEncryptDecrypt(role);
    else this.encryptionKey.grantDecrypt(role);
  }
}

function fifoArguments(fifo: FifoProps | undefined) {
  if (fifo === undefined) return {};
  const { contentBasedDeduplication = false, highThroughput = false } = fifo;
  return {
    fifoQueue: true,
    contentBasedDeduplication,
    deduplicationScope: highThroughput ? "messageGroup" : "queue",
    fifoThroughputLimit: highThroughput ? "perMessageGroupId" : "perQueue",
  };
}

function tlsOnly(scope: Construct, id: string, queue: SqsQueue, statements: readonly Statement[] = []): void {
  new SqsQueuePolicy(scope, id, {
    queueUrl: queue.url,
    policy: policyDocument([
      {
        sid: "DenyPlainHttp",
        effect: "Deny",
        principals: "*",
        actions: ["sqs:*"],
        resources: [queue.arn],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      },
      ...statements,
    ]),
  });
}

/** In a standard queue a message keeps its age when it is moved, so a shorter retention would delete it at once. */
function deadLetterRetention(
  scope: Construct,
  { retentionSeconds = 1_209_600 }: DeadLetterProps,
  ofQueue: number,
): number {
  if (retentionSeconds < ofQueue) {
    reject(scope, "deadLetterQueue.retentionSeconds", `at least retentionSeconds (${ofQueue})`, retentionSeconds);
  }
  return retentionSeconds;
}

/** @throws UserError for the first property that SQS would refuse */
function checkQueue(scope: Construct, props: QueueProps): void {
  checkPattern(scope, "name", props.name, limits.queueName);
  checkRange(scope, "visibilityTimeoutSeconds", props.visibilityTimeoutSeconds, limits.visibilityTimeoutSeconds);
  checkRange(scope, "retentionSeconds", props.retentionSeconds, limits.messageRetentionSeconds);
  checkRange(scope, "delaySeconds", props.delaySeconds, limits.deliveryDelaySeconds);
  checkRange(scope, "receiveWaitSeconds", props.receiveWaitSeconds, limits.receiveWaitSeconds);
  checkRange(scope, "maximumMessageBytes", props.maximumMessageBytes, limits.maximumMessageBytes);
  const { deadLetterQueue = false } = props;
  if (deadLetterQueue === false) return;
  const { maxReceiveCount, retentionSeconds } = deadLetterQueue;
  checkRange(scope, "deadLetterQueue.maxReceiveCount", maxReceiveCount, limits.maxReceiveCount);
  checkRange(scope, "deadLetterQueue.retentionSeconds", retentionSeconds, limits.messageRetentionSeconds);
}
