import type { cacheEngines } from "../../aws/caches";
import type { EncryptionKey } from "../encryption";
import type { LogGroup } from "../logs";
import type { INetwork, ISecurityGroup } from "../networking/interfaces";

export type CacheEngine = keyof typeof cacheEngines;

export interface CacheProps {
  /** Id of the replication group: 1 to 32 lower case letters, digits and single hyphens. A change replaces it. */
  readonly identifier: string;
  /** Valkey is Redis OSS as a free project, and cheaper on AWS. Redis can be changed to Valkey in place, and not back. */
  readonly engine: CacheEngine;
  /** Such as `8.1` for Valkey, or `7.1` for Redis. A lower one replaces the cache. */
  readonly engineVersion: string;
  /** Such as `cache.t4g.small`. */
  readonly nodeType: string;
  readonly network: INetwork;
  /** Encrypts data at rest, snapshots and the password. A change replaces the cache. */
  readonly encryptionKey: EncryptionKey;
  /** Copies in other zones, 0 to 5. With one or more a copy takes over when the primary or its zone fails. @default - 1 */
  readonly replicas?: number;
  /**
   * The password of the user `default`.
   * @default - none: anyone whom the security group lets in can read and write
   */
  readonly password?: CachePassword;
  /** Subnets of the network it is placed in. @default - "isolated" */
  readonly subnets?: "isolated" | "private";
  /** 1024 to 65535. @default - 6379 */
  readonly port?: number;
  /**
   * Parameters that differ from the engine's defaults, for example `{ "maxmemory-policy": "noeviction" }`, which job queues need.
   * @default - none
   */
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** `ddd:hh:mm-ddd:hh:mm` in UTC, at least 60 minutes. @default - "sun:05:00-sun:06:00" */
  readonly maintenanceWindow?: string;
  /** `hh:mm-hh:mm` in UTC, at least 60 minutes, apart from the maintenance window. @default - "03:00-04:00" */
  readonly snapshotWindow?: string;
  /** Days that a daily snapshot is kept, 0 to 35; 0 makes none. @default - 7 */
  readonly snapshotRetentionDays?: number;
  /** Where logs are written, as JSON. @default - nowhere */
  readonly logs?: CacheLogs;
  /**
   * Whether ElastiCache raises the version by itself in a maintenance window. Where it did, the next plan would replace the cache, and is
   * refused until `engineVersion` is what runs.
   * @default - true
   */
  readonly autoMinorVersionUpgrade?: boolean;
  /** Whether changes are applied at once instead of in the maintenance window. @default - false */
  readonly applyImmediately?: boolean;
  /**
   * Whether Terraform refuses to destroy it; where that is overridden, a final snapshot is made. False: destroyed without one.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

export interface CachePassword {
  /** Whole name of the secret in Secrets Manager; its value is the password alone. */
  readonly secretName: string;
  /**
   * Whole name of a second secret, whose value is the URL with the password: for clients that take one URL.
   * @default - none
   */
  readonly urlSecretName?: string;
  /** Raise it by one for a new password, in the secrets and in the cache; tasks started before then need a restart. @default - 1 */
  readonly version?: number;
}

export interface CacheLogs {
  /** Commands that took longer than the parameter `slowlog-log-slower-than`. @default - not written */
  readonly slow?: LogGroup;
  /** What the engine itself reports. @default - not written */
  readonly engine?: LogGroup;
}

export interface CacheAttributes {
  /** Id of the replication group. */
  readonly identifier: string;
  /** Host name of the primary, without the port. */
  readonly host: string;
  readonly port: number;
  /** The group in front of it; its owner decides what may connect. */
  readonly securityGroup: ISecurityGroup;
  /** Whether clients connect with TLS. @default - true */
  readonly tls?: boolean;
  /** Secret whose value is the password, and nothing but that. @default - no password */
  readonly passwordSecretArn?: string;
  /** Secret whose value is the URL with the password. @default - none */
  readonly urlSecretArn?: string;
  /** KMS key of these secrets. @default - `aws/secretsmanager`, which needs no permission */
  readonly passwordKeyArn?: string;
}
