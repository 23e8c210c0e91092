import type { LogGroup } from "../logs";
import type { SecretProps } from "./secret";

/** Where standard output and error go: to CloudWatch Logs, or to the task's log router. */
export type ContainerLogs =
  | {
      readonly logGroup: LogGroup;
      /** @default - non-blocking with a buffer of 25 MiB */
      readonly logs?: LogProps;
      /** Makes this container the log router of its task; one of a task at most. @default - it is none */
      readonly firelens?: FirelensProps;
    }
  | {
      readonly logGroup?: undefined;
      readonly logs: FirelensLogProps;
      readonly firelens?: undefined;
    };

/** Options of the awslogs driver. Source: ECS Developer Guide, "Send Amazon ECS logs to CloudWatch". */
export type LogProps = {
  /** @default - "awslogs" */
  readonly driver?: "awslogs";
  /** Streams are called `<prefix>/<container>/<task id>`. @default - "ecs" */
  readonly streamPrefix?: string;
  /** Where a new event begins, as a regular expression. @default - every line is an event */
  readonly multilinePattern?: string;
  /** Where a new event begins, as a date in the format of Python's `strftime`; not with `multilinePattern`. @default - none */
  readonly datetimeFormat?: string;
} & (
  | {
      /** A full buffer drops events rather than stopping the application when CloudWatch Logs is slow. @default - this mode */
      readonly mode?: "non-blocking";
      /** @default - 25 */
      readonly maxBufferSizeMiB?: number;
    }
  | {
      /** Every write waits for CloudWatch Logs: no event is lost, and the application blocks while it is slow. */
      readonly mode: "blocking";
      readonly maxBufferSizeMiB?: undefined;
    }
);

/** Output that the task's log router passes on. Source: ECS Developer Guide, "Send Amazon ECS logs to an AWS service or AWS Partner". */
export interface FirelensLogProps {
  readonly driver: "awsfirelens";
  /** Of the router's output plugin, for example `Name`, `region` and `bucket`. @default - those of the router's configuration file */
  readonly options?: Readonly<Record<string, string>>;
  /** Options whose value ECS reads from Secrets Manager when a task starts. @default - none */
  readonly secretOptions?: Readonly<Record<string, SecretProps>>;
  /** Events that wait in memory for the router: 0 to 536870912. @default - 1048576 */
  readonly bufferLimit?: number;
}

/** Source: ECS API, `FirelensConfiguration`. The router always runs as root: ECS accepts no other user. */
export interface FirelensProps {
  readonly type: "fluentbit" | "fluentd";
  /** Whether events carry cluster, task and task definition. @default - true */
  readonly ecsLogMetadata?: boolean;
  /** More configuration: an object in S3, which the execution role may then read, or a file of the image. @default - none */
  readonly configFile?:
    { readonly from: "s3"; readonly objectArn: string } | { readonly from: "image"; readonly path: string };
}
