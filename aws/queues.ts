/** Rules of Amazon SQS. Source: SQS API, `CreateQueue` and "Amazon SQS queue quotas". */

import type { NameForm } from "./limits";

/** The longest name without the suffix of a dead-letter queue or of a FIFO queue. */
export const queueName: NameForm = {
  pattern: /^[A-Za-z0-9_-]{1,62}$/,
  allowed: "1 to 62 letters, digits, hyphens and underscores, without .fifo, which is added to a FIFO queue",
};

/** `arn:aws:sqs:eu-central-1:111122223333:orders`. */
export const queueArn: NameForm = {
  pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/,
  allowed: "the ARN of an SQS queue",
};

export const visibilityTimeoutSeconds = { minimum: 0, maximum: 43_200, unit: "seconds" };
/** One minute to 14 days. */
export const messageRetentionSeconds = { minimum: 60, maximum: 1_209_600, unit: "seconds" };
export const deliveryDelaySeconds = { minimum: 0, maximum: 900, unit: "seconds" };
export const receiveWaitSeconds = { minimum: 0, maximum: 20, unit: "seconds" };
/** 1 KiB to 256 KiB. SQS itself takes up to 1 MiB since August 2025; version 5.100.0 of the provider refuses more than 256 KiB. */
export const maximumMessageBytes = { minimum: 1024, maximum: 262_144, unit: "bytes" };
export const maxReceiveCount = { minimum: 1, maximum: 1000 };
