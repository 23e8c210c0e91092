/** Rules of ElastiCache for a replication group. Source: ElastiCache API, `CreateReplicationGroup` and `CreateUser`. */

import type { NameForm } from "./limits";

/** 40 characters are allowed; ids of the user and names of the parameter group are made from it. */
export const cacheIdentifier: NameForm = {
  pattern: /^(?!.*--)[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
  allowed: "1 to 32 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen",
};

/** Form of a node type; `isCacheNodeType` knows those that exist. */
export const cacheNodeType: NameForm = {
  pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
  allowed: "an ElastiCache node type such as cache.t4g.small",
};

const small = ["micro", "small", "medium"];
const large = ["large", "xlarge", "2xlarge", "4xlarge"];

/**
 * Sizes of each family of node types that encrypts data at rest, which M1, M3 and R3 cannot.
 *
 * Source: node types and engine versions of ElastiCache as shipped with cfn-lint 1.51.0 (2026-05-20); it lists the same node types
 * in all 38 regions, so which region lacks one is not known here. Encryption: ElastiCache User Guide, "At-rest encryption".
 */
const nodeTypes: Readonly<Record<string, readonly string[]>> = {
  c7gn: [...large, "8xlarge", "12xlarge", "16xlarge"],
  m4: [...large, "10xlarge"],
  m5: [...large, "12xlarge", "24xlarge"],
  m6g: [...large, "8xlarge", "12xlarge", "16xlarge"],
  m7g: [...large, "8xlarge", "12xlarge", "16xlarge"],
  r4: [...large, "8xlarge", "16xlarge"],
  r5: [...large, "12xlarge", "24xlarge"],
  r6g: [...large, "8xlarge", "12xlarge", "16xlarge"],
  r6gd: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  r7g: [...large, "8xlarge", "12xlarge", "16xlarge"],
  t2: small,
  t3: small,
  t4g: small,
};

/** Day of that source, ISO 8601. */
export const cacheTableDate = "2026-05-20";

export function isCacheNodeType(name: string): boolean {
  const [prefix, family = "", size = "", ...rest] = name.split(".");
  return (
    prefix === "cache" && rest.length === 0 && Object.hasOwn(nodeTypes, family) && nodeTypes[family]!.includes(size)
  );
}

/** What `isCacheNodeType` accepts, for a message. */
export function allowedCacheNodeTypes(name: string): string {
  const [, family = ""] = name.split(".");
  const sizes = Object.hasOwn(nodeTypes, family)
    ? (nodeTypes[family] ?? []).map((size) => `cache.${family}.${size}`)
    : [];
  const examples = sizes.length > 0 ? sizes : ["cache.t4g.small", "cache.m7g.large", "cache.r7g.large"];
  return `a node type such as ${examples.join(", ")}; or { unlisted: "..." } for one that ElastiCache added after ${cacheTableDate}`;
}

/**
 * Versions that have TLS, users and passwords, and the family of their parameter groups.
 *
 * Source: that of the node types, and ElastiCache User Guide, "Supported ElastiCache engine versions". A version of Redis OSS after
 * 7.1 will not come.
 */
export const cacheEngines = {
  valkey: {
    versions: ["7.2", "8.0", "8.1", "8.2", "9.0"],
    version: { pattern: /^(?:7\.2|(?:[89]|[1-9]\d)\.\d)$/, allowed: "a version of Valkey from 7.2 on, such as 8.1" },
    family: (version: string) => `valkey${major(version)}`,
  },
  redis: {
    versions: ["6.2", "7.0", "7.1"],
    version: { pattern: /^(?:6\.2|7\.[01])$/, allowed: "6.2, 7.0 or 7.1" },
    family: (version: string) => (version === "6.2" ? "redis6.x" : `redis${major(version)}`),
  },
} as const satisfies Record<
  string,
  { versions: readonly string[]; version: NameForm; family: (version: string) => string }
>;

export type CacheEngine = keyof typeof cacheEngines;

/** Whether ElastiCache has a version of an engine. */
export const isCacheVersion = (engine: CacheEngine, version: string): boolean =>
  (cacheEngines[engine].versions as readonly string[]).includes(version);

/** What `isCacheVersion` accepts, for a message. */
export const allowedCacheVersions = (engine: CacheEngine): string =>
  `${cacheEngines[engine].versions.join(", ")}; or { unlisted: "..." } for one that ElastiCache added after ${cacheTableDate}`;

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
