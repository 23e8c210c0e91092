import { z } from "zod";
import {
  bucketName,
  databaseIdentifier,
  databaseWord,
  hostname,
  keyAlias,
  secretName,
  variableName,
} from "../../../../aws/limits";
import { eitherExisting } from "./existing";
import { days, port, text, whole } from "./forms";
import { securityGroupId } from "./network";
import { arnPattern } from "../../../../aws/regions";

/** Where Terraform keeps the state of this environment's stacks. @default - a bucket of S3 */
export const state = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("s3"),
        /** Bucket that `./platform bootstrap` creates; names are unique in the world. @default - `<application>-<environment>-state-<account>` */
        bucket: text(bucketName).optional(),
        /** KMS key that encrypts it, without the prefix `alias/`. @default - `<application>-<environment>-state` */
        keyAlias: text(keyAlias).optional(),
      }),
      z.strictObject({
        kind: z.literal("hcp"),
        organization: z.string().regex(/^[A-Za-z0-9_-]{3,40}$/, { error: "an organization of HCP Terraform" }),
        /** @default - the organization's default project */
        project: z.string().min(3, { error: "3 to 40 characters" }).max(40, { error: "3 to 40 characters" }).optional(),
        /** @default "app.terraform.io" */
        hostname: text(hostname).default("app.terraform.io"),
      }),
      z.strictObject({
        kind: z.literal("local"),
        /** Folder of the state files, for experiments of one person. */
        directory: z.string().min(1, { error: "a folder" }),
      }),
    ],
    { error: (issue) => (issue.code === "invalid_union" ? "s3, hcp or local" : undefined) },
  )
  .prefault({ kind: "s3" });

const dailyWindow = { pattern: /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, allowed: "hh:mm-hh:mm in UTC" };
const weekday = "(?:mon|tue|wed|thu|fri|sat|sun)";
const weeklyWindow = {
  pattern: new RegExp(`^${weekday}:([01]\\d|2[0-3]):[0-5]\\d-${weekday}:([01]\\d|2[0-3]):[0-5]\\d$`),
  allowed: "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30",
};

const databaseNames = {
  /** Identifier of the RDS instance. @default - `<application>-<environment>`, with the key of `databases` */
  identifier: text(databaseIdentifier).optional(),
  /** Database that is created on it. @default - `<application>_<environment>` */
  name: text(databaseWord).optional(),
  /** Master user, the application's user. @default - the application's name */
  username: text(databaseWord).optional(),
};

const madeDatabase = z.strictObject({
  ...databaseNames,
  existing: z.undefined().optional(),
  /** PostgreSQL 17; `17` follows the minor versions, `17.5` stays. pgvector comes with it. @default "17" */
  version: z
    .string()
    .regex(/^17(\.\d{1,2})?$/, { error: "17, or a minor version such as 17.5" })
    .default("17"),
  /** Such as `db.m7g.large`. */
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9-]+\.[a-z0-9]+$/, { error: "an RDS instance class such as db.m7g.large" }),
  /** Storage at the start. @default 20 */
  storageGiB: whole(20, 65536, "GiB").default(20),
  /** Storage that it may grow to by itself. @default - five times `storageGiB` */
  maximumStorageGiB: whole(20, 65536, "GiB").optional(),
  /** A standby in a second zone takes over when the first fails. @default true */
  multiAz: z.boolean().default(true),
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
});

const existingDatabase = z.strictObject({
  ...databaseNames,
  /** A database that others own: it is reached, watched, and its password read, no more. */
  existing: z.strictObject({
    /** Host name without the port. */
    host: text(hostname),
    /** @default 5432 */
    port: port.default(5432),
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

/** A bucket of files. */
export const bucket = z.strictObject({
  /** Name, unique in the world. @default - `<application>-<environment>-<key of buckets>-<account>` */
  name: text(bucketName).optional(),
  /** Origins whose pages upload straight to the bucket. @default - the environment's own host names */
  corsOrigins: z
    .array(z.string().regex(/^https:\/\/[^\s/*]+$/, { error: "an origin such as https://app.example.com" }))
    .optional(),
  /** Days that an overwritten or deleted file can be brought back. @default 90 */
  noncurrentDays: days(1, 3650).default(90),
});

/** What the names in Secrets Manager begin with: `<prefix>/<NAME>`. @default - `<application>/<environment>` */
export const secretPrefix = text({ ...secretName, pattern: /^[A-Za-z0-9_+=.@-]+(\/[A-Za-z0-9_+=.@-]+)*$/ }).optional();

/**
 * Secrets by name, and where each value comes from: `database` (or `databases.<name>`) is the password of the database, `generated` is
 * made once by AWS and never seen, `by-hand` is put by a person with `./platform secrets`. @default - none
 */
export const secrets = z
  .record(
    text(variableName),
    z.union(
      [
        z.enum(["by-hand", "generated", "database"]),
        z.templateLiteral(["databases.", z.string()]),
        z.templateLiteral(["caches.", z.string()]),
      ],
      { error: "by-hand, generated, database, databases.<name> or caches.<name>" },
    ),
  )
  .default({});

/** What this environment leaves undone of the policies, each for a reason and until a day; an expired one fails the synth. */
export const waivers = z
  .array(
    z.strictObject({
      /** Id of the policy, as `./platform policies` lists it. */
      policy: z.string().min(1, { error: "the id of a policy" }),
      /** Construct path or `<stack>/<address>`; `*` stands for any text. */
      resource: z.string().min(1, { error: "a construct path, such as production-service/service/service" }),
      /** Why it is right, or not yet wrong, to leave it so. */
      reason: z.string().min(10, { error: "a reason of at least 10 characters" }),
      /** Last day on which it holds; an end within 30 days, or over a year ahead, is warned of. */
      until: z.iso.date({ error: "a day such as 2027-05-31" }),
    }),
  )
  .default([]);
