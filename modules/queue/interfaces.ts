import type { IGrantable } from "../iam/interfaces";

/** An SQS queue, created here (`new Queue`) or existing (`Queue.fromAttributes`). */
export interface IQueue {
  /** What clients send to and receive from: `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
  readonly url: string;
  readonly arn: string;
  /** With the suffix `.fifo` where it is a FIFO queue; the dimension `QueueName` of its metrics. */
  readonly name: string;
  /** Lets the role send messages, with the key. */
  grantSend(role: IGrantable): void;
  /** Lets the role receive, postpone and delete messages, with the key. */
  grantConsume(role: IGrantable): void;
}
