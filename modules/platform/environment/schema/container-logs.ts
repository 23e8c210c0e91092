import { z } from "./zod";
import { containerLimits, s3ObjectArn } from "../../../../aws/limits";
import { absolutePath } from "../../../../aws/linux";
import { range, text } from "./forms";
import { secretReference } from "./secret-reference";

const { logs: limits } = containerLimits;

/** Options of the awslogs driver. */
const awslogs = z
  .strictObject({
    /** To CloudWatch Logs, or `awsfirelens`: to the container of the task with `firelens`. */
    driver: z.literal("awslogs").optional().default("awslogs"),
    /** Streams are called `<prefix>/<container>/<task id>`. @default "ecs" */
    streamPrefix: z.string().min(1, { error: "a prefix" }).optional(),
    /** Where a new event begins, as a regular expression. @default - every line is an event */
    multilinePattern: z.string().min(1, { error: "a regular expression" }).optional(),
    /** Where a new event begins, as a date in the format of `strftime`; not with `multilinePattern`. @default - every line is an event */
    datetimeFormat: z.string().min(1, { error: "a date format such as %Y-%m-%d" }).optional(),
    /** `blocking`: no event is lost, and the application waits while CloudWatch Logs is slow. @default "non-blocking" */
    mode: z.enum(["non-blocking", "blocking"], { error: "non-blocking or blocking" }).optional(),
    /** Buffer of the mode `non-blocking`. @default 25 */
    maxBufferSizeMiB: range(limits.maxBufferSizeMiB).optional(),
  })
  .refine(({ multilinePattern, datetimeFormat }) => multilinePattern === undefined || datetimeFormat === undefined, {
    path: ["datetimeFormat"],
    error: "left out with multilinePattern",
  })
  .refine(({ mode, maxBufferSizeMiB }) => mode !== "blocking" || maxBufferSizeMiB === undefined, {
    path: ["maxBufferSizeMiB"],
    error: "left out with the mode blocking, which has no buffer",
  });

/** What the log router passes on. */
const awsfirelens = z.strictObject({
  driver: z.literal("awsfirelens"),
  /** Of the router's output plugin, such as `Name` and `region`. @default - those of the router's configuration file */
  options: z.record(z.string(), z.string()).optional(),
  /** Options whose value is a secret. @default - none */
  secretOptions: z.record(z.string(), secretReference).optional(),
  /** Events that wait in memory for the router. @default 1048576 */
  bufferLimit: range(limits.bufferLimit).optional(),
});

export const logs = z.discriminatedUnion("driver", [awslogs, awsfirelens], {
  error: (issue) => (issue.code === "invalid_union" ? "awslogs or awsfirelens" : undefined),
});

export const firelens = z.strictObject({
  type: z.enum(["fluentbit", "fluentd"], { error: "fluentbit or fluentd" }),
  /** Whether events carry cluster, task and task definition. @default true */
  ecsLogMetadata: z.boolean().optional(),
  /** More configuration: a file of the image, or an object in S3. @default - none */
  configFile: z
    .discriminatedUnion(
      "from",
      [
        z.strictObject({ from: z.literal("s3"), /** Which the task may then read. */ objectArn: text(s3ObjectArn) }),
        z.strictObject({ from: z.literal("image"), path: text(absolutePath) }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? "s3 or image" : undefined) },
    )
    .optional(),
});
