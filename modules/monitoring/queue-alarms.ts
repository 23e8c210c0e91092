import type { ApplicationKindName } from "../../applications/kinds";
import { alternatives } from "../../packages/common/text";
import type { Alarm, Metric } from "./alarm";
import { maximumOf } from "./service-alarms";
import { settingsOf, type Watched } from "./watched";

/** A queue of SQS. */
export interface WatchedQueue extends Watched {
  readonly queueName: string;
  /** Name of its dead-letter queue. @default - it has none */
  readonly deadLetterQueueName?: string;
  /** Key of the service that receives its messages. @default - the service without a key */
  readonly receiver?: string;
  /** Kinds of the applications that receive its messages. @default - those of `Monitoring` */
  readonly kinds?: readonly ApplicationKindName[];
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<QueueThresholds>;
}

export interface QueueThresholds {
  /** Seconds that the oldest message may wait, for 10 minutes. @default 300 */
  readonly queueAgeSeconds?: number;
}

/** @param kinds those of the applications that receive its messages */
export function queueAlarms(
  { queueName, deadLetterQueueName, receiver }: WatchedQueue,
  { queueAgeSeconds = 300 }: QueueThresholds,
  kinds: readonly ApplicationKindName[],
): Record<string, Alarm> {
  const metric = (metricName: string, QueueName: string): Metric => ({
    namespace: "AWS/SQS",
    metricName,
    dimensions: { QueueName },
    statistic: "Maximum",
  });
  const more = alternatives([...settingsOf(kinds, "moreJobs"), maximumOf({ key: receiver })]);
  return {
    "queue-age-high": {
      watches: metric("ApproximateAgeOfOldestMessage", queueName),
      threshold: queueAgeSeconds,
      minutes: 10,
      // A queue that nobody used for six hours sends no metrics.
      missingData: "notBreaching",
      description: `The oldest message of ${queueName} waits over ${queueAgeSeconds} s for 10 minutes: look at the receiving service's log, then raise ${more}.`,
    },
    ...(deadLetterQueueName !== undefined && {
      "queue-dead-letters": {
        watches: metric("ApproximateNumberOfMessagesVisible", deadLetterQueueName),
        threshold: 0,
        minutes: 1,
        missingData: "notBreaching",
        description: `Messages of ${queueName} failed too often and are in ${deadLetterQueueName}: look at the receiving service's log for the error, fix it, then start a redrive to ${queueName}.`,
      } satisfies Alarm,
    }),
  };
}
