import { z } from "./zod";
import {
  allowedCacheNodeTypes,
  type CacheEngine,
  cacheIdentifier,
  cacheNodeType,
  cacheReplicas,
  isCacheNodeType,
  snapshotRetentionDays,
} from "../../../../aws/caches";
import { hostname } from "../../../../aws/limits";
import { arnPattern } from "../../../../aws/regions";
import { eitherExisting } from "./existing";
import { days, port, text, whole } from "./forms";
import { securityGroupId } from "./network";

const cacheNames = {
  /** Id of the replication group. @default - `<application>-<environment>`, with the key of `caches` */
  identifier: text(cacheIdentifier).optional(),
};

const unlisted = <Form extends z.ZodType<string>>(form: Form) => z.strictObject({ unlisted: form });

const nodeType = z
  .union([z.string(), unlisted(text(cacheNodeType))], {
    error: 'a node type such as cache.t4g.small, or { unlisted: "..." }',
  })
  .superRefine((name, context) => {
    if (typeof name !== "string" || isCacheNodeType(name)) return;
    context.addIssue({ code: "custom", message: allowedCacheNodeTypes(name), input: name });
  });

const madeCache = z.strictObject({
  ...cacheNames,
  existing: z.undefined().optional(),
  /** @default "valkey" */
  engine: z.enum(["valkey", "redis"], { error: "valkey or redis" }).default("valkey"),
  /** Such as `8.1` for Valkey, or `7.1` for Redis. @default - 8.1 for Valkey, 7.1 for Redis */
  version: z
    .union([z.string(), unlisted(z.string())], { error: 'a version such as 8.1, or { unlisted: "..." }' })
    .optional(),
  /** Such as `cache.t4g.small`. */
  nodeType,
  /** Copies in other zones; with one or more a copy takes over when the primary fails. @default 1 */
  replicas: whole(cacheReplicas.minimum, cacheReplicas.maximum, "replicas").default(1),
  /** Parameters that differ from the engine's, such as `{ "maxmemory-policy": "noeviction" }` for job queues. @default - none */
  parameters: z.record(z.string(), z.union([z.string(), z.number()], { error: "a text or a number" })).optional(),
  /** Days that a daily snapshot is kept; 0 makes none. @default 7 */
  snapshotRetentionDays: days(snapshotRetentionDays.minimum, snapshotRetentionDays.maximum).default(7),
  /** `hh:mm-hh:mm` in UTC, at least 60 minutes. @default - "03:00-04:00" */
  snapshotWindow: z.string().optional(),
  /** `ddd:hh:mm-ddd:hh:mm` in UTC, at least 60 minutes. @default - "sun:05:00-sun:06:00" */
  maintenanceWindow: z.string().optional(),
  /** Whether changes are applied at once instead of in the maintenance window. @default false */
  applyImmediately: z.boolean().optional(),
  /** Whether ElastiCache raises the version by itself. @default true */
  autoMinorVersionUpgrade: z.boolean().optional(),
  /** @default 6379 */
  port: port.optional(),
  /** Raise by one to have a new password made. @default 1 */
  passwordVersion: whole(1, 1_000_000, "").default(1),
});

const secretArn = z
  .string()
  .regex(arnPattern("secretsmanager", "secret:.+"), { error: "the ARN of a secret" })
  .optional();

const existingCache = z.strictObject({
  ...cacheNames,
  /** A cache that others own: it is reached, and its password read, no more. */
  existing: z.strictObject({
    /** Host name of the primary, without the port. */
    host: text(hostname),
    /** @default 6379 */
    port: port.default(6379),
    /** Whether clients connect with TLS. @default true */
    tls: z.boolean().default(true),
    /** Its own rules must let the instances (in network mode awsvpc: the tasks) in. */
    securityGroupId,
    /** Secret whose value is the password, and nothing but that. @default - no password */
    passwordSecretArn: secretArn,
    /** Secret whose value is the URL with the password. @default - none */
    urlSecretArn: secretArn,
    /** KMS key of these secrets. @default - `aws/secretsmanager`, which needs no permission */
    passwordKeyArn: z.string().regex(arnPattern("kms", "key/.+"), { error: "the ARN of a KMS key" }).optional(),
  }),
});

/** A Valkey or Redis cache: one that is made, or one that exists and is used without being owned. */
export const cache = eitherExisting(existingCache, madeCache);

/** Versions of the cache engines that are made where none is given. */
export const cacheVersions: Readonly<Record<CacheEngine, string>> = { valkey: "8.1", redis: "7.1" };
