import { z } from "./zod";
import * as limits from "../../../../aws/queues";
import { arnPattern } from "../../../../aws/regions";
import { eitherExisting } from "./existing";
import { text, whole } from "./forms";

const range = ({ minimum, maximum, unit = "" }: { minimum: number; maximum: number; unit?: string }) =>
  whole(minimum, maximum, unit);

const madeQueue = z.strictObject({
  existing: z.undefined().optional(),
  /** Name; a FIFO queue gets the suffix `.fifo`. @default - `<application>-<environment>-<key of queues>` */
  name: text(limits.queueName).optional(),
  /** Messages of a group are delivered once and in order; a change replaces the queue. @default - a standard queue */
  fifo: z
    .strictObject({
      /** Whether SQS recognizes duplicates by the body of a message. @default false */
      contentBasedDeduplication: z.boolean().optional(),
      /** Whether quota and deduplication apply to each message group. @default false */
      highThroughput: z.boolean().optional(),
    })
    .optional(),
  /** Where messages are moved that are received again and again; false for none. @default - after 5 receives, kept for 14 days */
  deadLetterQueue: z
    .union(
      [
        z.literal(false),
        z.strictObject({
          /** Receives of a message before it is moved. @default 5 */
          maxReceiveCount: range(limits.maxReceiveCount).optional(),
          /** Seconds that a moved message is kept. @default 1209600 */
          retentionSeconds: range(limits.messageRetentionSeconds).optional(),
        }),
      ],
      { error: "false, or { maxReceiveCount, retentionSeconds }" },
    )
    .optional(),
  /** Seconds for which a received message is hidden from others: longer than its processing. @default 30 */
  visibilityTimeoutSeconds: range(limits.visibilityTimeoutSeconds).optional(),
  /** Seconds that a message is kept. @default 345600 */
  retentionSeconds: range(limits.messageRetentionSeconds).optional(),
  /** Seconds after which a sent message can be received. @default 0 */
  delaySeconds: range(limits.deliveryDelaySeconds).optional(),
  /** Seconds that a receive waits for a message. @default 20 */
  receiveWaitSeconds: range(limits.receiveWaitSeconds).optional(),
  /** Size of the largest message in bytes. @default 262144 */
  maximumMessageBytes: range(limits.maximumMessageBytes).optional(),
});

const existingQueue = z.strictObject({
  /** A queue that others own: messages are sent to it or consumed from it. */
  existing: z.strictObject({
    url: z.url({ error: "the URL of a queue" }),
    arn: text(limits.queueArn),
    /** KMS key that encrypts its messages. @default - SSE-SQS, which needs no permission */
    keyArn: z.string().regex(arnPattern("kms", "key/.+"), { error: "the ARN of a KMS key" }).optional(),
  }),
});

/** A queue of SQS: one that is made, or one that exists and is used without being owned. */
export const queue = eitherExisting(existingQueue, madeQueue);
