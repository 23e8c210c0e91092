/** Rules of ElastiCache for a replication group. Source: ElastiCache API, `CreateReplicationGroup` and `CreateUser`. */

import type { NameForm } from "./limits";

/** 40 characters are allowed; ids of the user and names of the parameter group are made from it. */
export const cacheIdentifier: NameForm = {
  pattern: /^(?!.*--)[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
  allowed: "1 to 32 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen",
};

export const cacheNodeType: NameForm = {
  pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
  allowed: "an ElastiCache node type such as cache.t4g.small",
};

/**
 * Versions that have TLS, users and passwords, and the family of their parameter groups.
 *
 * Source: ElastiCache User Guide, "Supported ElastiCache engine versions". A version of Redis OSS after 7.1 will not come.
 */
export const cacheEngines = {
  valkey: {
    version: { pattern: /^(?:7\.2|(?:[89]|[1-9]\d)\.\d)$/, allowed: "a version of Valkey from 7.2 on, such as 8.1" },
    family: (version: string) => `valkey${major(version)}`,
  },
  redis: {
    version: { pattern: /^(?:6\.2|7\.[01])$/, allowed: "6.2, 7.0 or 7.1" },
    family: (version: string) => (version === "6.2" ? "redis6.x" : `redis${major(version)}`),
  },
} as const satisfies Record<string, { version: NameForm; family: (version: string) => string }>;

/** Whether clients without TLS can be refused by a setting: from Redis OSS 7 on. Before, TLS has no other mode. */
export const hasTransitEncryptionMode = (version: string): boolean => Number(major(version)) >= 7;

/** Node types that keep a part of the data on disk, and take no other setting. Source: ElastiCache User Guide, "Data tiering". */
export const hasDataTiering = (nodeType: string): boolean => /^cache\.r\d+gd\./.test(nodeType);

export const cacheReplicas = { minimum: 0, maximum: 5 };
export const cachePort = { minimum: 1024, maximum: 65_535 };
export const snapshotRetentionDays = { minimum: 0, maximum: 35, unit: "days" };
/** Minutes of a maintenance or snapshot window. */
export const leastWindowMinutes = 60;
/** Characters of a user's password: 16 to 128. */
export const cachePasswordLength = 64;

const major = (version: string): string => version.split(".")[0] ?? "";
