import { z } from "./zod";
import { allowedClasses, instanceClass as classOf } from "../../../../aws/database-table";
import { databaseIdentifier, databaseWord, hostname } from "../../../../aws/limits";
import { arnPattern } from "../../../../aws/regions";
import { eitherExisting } from "./existing";
import { days, port, text, whole } from "./forms";
import { byName } from "./names";
import { nameOf } from "./reference";
import { securityGroupId } from "./network";

const dailyWindow = { pattern: /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, allowed: "hh:mm-hh:mm in UTC" };
const weekday = "(?:mon|tue|wed|thu|fri|sat|sun)";
const weeklyWindow = {
  pattern: new RegExp(`^${weekday}:([01]\\d|2[0-3]):[0-5]\\d-${weekday}:([01]\\d|2[0-3]):[0-5]\\d$`),
  allowed: "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30",
};

const databaseNames = {
  /** Identifier of the RDS instance or cluster. @default - `<application>-<environment>`, with the key of `databases` */
  identifier: text(databaseIdentifier).optional(),
  /** Database that is created on it. @default - `<application>_<environment>` */
  name: text(databaseWord).optional(),
  /** Master user, the application's user. @default - the application's name */
  username: text(databaseWord).optional(),
};

const unlisted = z.strictObject({ unlisted: z.string().min(1, { error: "a version or class" }) });

/** What versions look like; a check of the whole environment compares it with the engine. */
const versionRule = 'a version such as 17 or 17.5, or { unlisted: "..." }';
const version = z.union([z.string().regex(/^\d+(\.\d+){0,2}$/, { error: versionRule }), unlisted], {
  error: versionRule,
});

const instanceClass = z
  .union([z.string(), unlisted], { error: 'an RDS instance class such as db.m7g.large, or { unlisted: "..." }' })
  .superRefine((name, context) => {
    if (classOf(name) !== undefined) return;
    context.addIssue({ code: "custom", message: allowedClasses(name), input: name });
  });

const commonFields = {
  ...databaseNames,
  existing: z.undefined().optional(),
  /** Days that one can restore to any second of. @default 14 */
  backupRetentionDays: days(1, 35).default(14),
  /** @default "03:00-04:00" */
  backupWindow: text(dailyWindow).default("03:00-04:00"),
  /** @default "sun:04:30-sun:05:30" */
  maintenanceWindow: text(weeklyWindow).default("sun:04:30-sun:05:30"),
  /** Days that Performance Insights keeps: 7 is free. @default 7 */
  performanceInsightsRetentionDays: z
    .literal(
      [
        7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682,
        713, 731,
      ],
      {
        error: "7, 731 or a multiple of 31 up to 713 days",
      },
    )
    .default(7),
  /** Raise by one to have a new password made. @default 1 */
  passwordVersion: whole(1, 1_000_000, "").default(1),
  /** Parameters of the engine that differ from its defaults; they count from the next reboot. @default - none */
  parameters: z.record(z.string(), z.union([z.string(), z.number()], { error: "a text or a number" })).optional(),
  /** Port that it listens on; a change replaces nothing, but restarts it. @default - 5432 for PostgreSQL, 3306 for MySQL */
  port: port.optional(),
  /** Seconds between the measurements of Enhanced Monitoring; 0 turns it off. @default 60 */
  monitoringIntervalSeconds: z
    .literal([0, 1, 5, 10, 15, 30, 60], { error: "0, 1, 5, 10, 15, 30 or 60 seconds" })
    .optional(),
  /** Whether roles may connect with an IAM token instead of a password. @default - false; true for Aurora */
  iamAuthentication: z.boolean().optional(),
  /** Whether changes that restart the database are applied at once instead of in the maintenance window. @default false */
  applyImmediately: z.boolean().optional(),
  /** Snapshot that the database starts from; read at creation only, and left in place afterwards. @default - an empty database */
  snapshotIdentifier: z.string().min(1, { error: "the name or ARN of a snapshot" }).optional(),
};

const instanceDatabase = z.strictObject({
  ...commonFields,
  /** @default "postgres" */
  engine: z.enum(["postgres", "mysql"]).optional().default("postgres"),
  /** PostgreSQL 13 to 18, MySQL 8.0 or 8.4; `17` follows the minor versions, `17.5` stays. @default - 17 for PostgreSQL, 8.4 for MySQL */
  version: version.optional(),
  /** Such as `db.m7g.large`. */
  instanceClass,
  /** Storage at the start. @default 20 */
  storageGiB: whole(20, 65536, "GiB").default(20),
  /** Storage that it may grow to by itself. @default - five times `storageGiB` */
  maximumStorageGiB: whole(20, 65536, "GiB").optional(),
  /** A standby in a second zone takes over when the first fails. @default true */
  multiAz: z.boolean().default(true),
  /** Read replicas by name; each is called `<identifier>-<name>`, shortened to 63 characters. @default - none */
  replicas: byName(
    z.strictObject({
      /** @default - that of the source */
      instanceClass: instanceClass.optional(),
      /** One of the network's zones. @default - RDS chooses */
      zone: nameOf("zones").optional(),
      /** @default - as the source */
      multiAz: z.boolean().optional(),
      /** Set it to false and deploy before a replica is removed. @default - that of the environment */
      deletionProtection: z.boolean().optional(),
    }),
  ).optional(),
});

const halves = z
  .number({ error: "capacity units from 0 to 256 in halves" })
  .min(0, { error: "capacity units from 0 to 256 in halves" })
  .max(256, { error: "capacity units from 0 to 256 in halves" })
  .multipleOf(0.5, { error: "capacity units from 0 to 256 in halves" });

/** Aurora PostgreSQL Serverless v2. */
const auroraDatabase = z.strictObject({
  ...commonFields,
  engine: z.literal("aurora-postgresql"),
  /** Aurora PostgreSQL 13 to 17. @default "16" */
  version: version.optional(),
  /** Aurora capacity units, about 2 GiB of memory each, that every instance has at least; 0 pauses the cluster. */
  minimumCapacity: halves,
  /** Aurora capacity units that every instance may grow to. */
  maximumCapacity: halves,
  /** Seconds without a connection before the cluster pauses; for `minimumCapacity` 0. @default - 300 */
  autoPauseSeconds: whole(300, 86_400, "seconds").optional(),
  /** One writer, the others readers that take over when it fails. @default 2 */
  instances: whole(1, 16, "instances").default(2),
});

const madeDatabase = z.discriminatedUnion("engine", [instanceDatabase, auroraDatabase], {
  error: (issue) => (issue.code === "invalid_union" ? "postgres, mysql or aurora-postgresql" : undefined),
});

const existingDatabase = z.strictObject({
  ...databaseNames,
  /** A database that others own: it is reached, watched, and its password read, no more. */
  existing: z.strictObject({
    /** @default "postgres" */
    engine: z
      .enum(["postgres", "mysql", "aurora-postgresql"], { error: "postgres, mysql or aurora-postgresql" })
      .default("postgres"),
    /** Host name without the port. */
    host: text(hostname),
    /** @default - 5432 for PostgreSQL, 3306 for MySQL */
    port: port.optional(),
    /** Its own rules must let the instances (in network mode awsvpc: the tasks) in. */
    securityGroupId,
    /** Secret whose value is the password of `username`, and nothing but that. */
    passwordSecretArn: z.string().regex(arnPattern("secretsmanager", "secret:.+"), { error: "the ARN of a secret" }),
    /** KMS key of that secret. @default - `aws/secretsmanager`, which needs no permission */
    passwordKeyArn: z.string().regex(arnPattern("kms", "key/.+"), { error: "the ARN of a KMS key" }).optional(),
  }),
});

/** The database: one that is made, or one that exists and is used without being owned. */
export const database = eitherExisting(existingDatabase, madeDatabase);
