import { z } from "./zod";
import { filterPatternRule, isFilterPattern } from "../../../../aws/filter-patterns";
import { percent, seconds, whole } from "./forms";

const thresholds = z
  .strictObject({
    /** Use of the CPU units that tasks reserve, for 10 minutes. @default 85 */
    cpuPercent: percent(1).default(85),
    /** Use of the memory that tasks reserve, for 10 minutes. @default 90 */
    memoryPercent: whole(1, 1000, "percent").default(90),
    /** Share of requests that are answered with 5xx, for 3 minutes. @default 5 */
    errorPercent: percent(1).default(5),
    /** What 95 % of the requests stay below, for 5 minutes. @default 2 */
    latencySeconds: z.number({ error: "seconds" }).positive({ error: "more than 0 seconds" }).default(2),
    /** Errors a minute in one container's log, for 3 minutes. @default 10 */
    logErrors: whole(0, 1_000_000, "errors a minute").default(10),
    /** What the oldest job may wait, for 10 minutes; needs a service with `queueLatencyFrom`. @default 300 */
    queueLatencySeconds: seconds(1, 86_400).default(300),
    /** For 15 minutes. @default 85 */
    databaseCpuPercent: percent(1).default(85),
    /** @default - 80 % of what the instance class has */
    databaseConnections: whole(1, 262_143, "connections").optional(),
    /** @default 5 */
    databaseFreeGiB: whole(1, 65_536, "GiB").default(5),
    /** What a read replica may be behind, for 10 minutes. @default 60 */
    replicaLagSeconds: seconds(1, 86_400).default(60),
  })
  .prefault({});

export const monitoring = z
  .strictObject({
    /** Which log events are errors, in CloudWatch's filter syntax. @default "?ERROR ?FATAL" */
    errorPattern: z
      .string()
      .max(1024, { error: "at most 1024 characters" })
      .refine(isFilterPattern, { error: filterPatternRule })
      .default("?ERROR ?FATAL"),
    /** Identifiers of read replicas of the database that are watched for lag. @default - none */
    databaseReplicas: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, { error: "an RDS identifier" })).default([]),
    /** When alarms fire. */
    thresholds,
  })
  .prefault({});
