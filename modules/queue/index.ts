export type { IQueue } from "./interfaces";
export { Queue, type DeadLetterProps, type FifoProps, type QueueAttributes, type QueueProps } from "./queue";
