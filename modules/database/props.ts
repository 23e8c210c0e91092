import type { Engine, Unlisted } from "../../aws/database-table";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { RetentionDays } from "../logs";
import type { IConnectable, INetwork, ISecurityGroup } from "../networking/interfaces";
import type { Parameters } from "./parameters";

/** What a database on one instance and a cluster have in common. */
export interface CommonDatabaseProps {
  /** Identifier of the RDS instance or cluster: 1 to 63 lower case letters, digits and single hyphens. */
  readonly identifier: string;
  /** The database is placed in its isolated subnets. */
  readonly network: INetwork;
  /** Encrypts storage, backups, Performance Insights, logs and the password; its `services` must include CloudWatch Logs. */
  readonly encryptionKey: EncryptionKey;
  /** Database that is created on it. */
  readonly databaseName: string;
  /** Master user: up to 63 letters, digits and underscores for PostgreSQL on one instance, up to 16 for MySQL and Aurora. */
  readonly username: string;
  readonly password: DatabasePassword;
  /** @default - 5432 for PostgreSQL, 3306 for MySQL */
  readonly port?: number;
  /** Days for which the database can be restored to any second: 1 to 35. @default - 14 */
  readonly backupRetentionDays?: number;
  /** `hh:mm-hh:mm` in UTC, at least 30 minutes, apart from the maintenance window. @default - "03:00-04:00" */
  readonly backupWindow?: string;
  /** `ddd:hh:mm-ddd:hh:mm` in UTC, at least 30 minutes. @default - "sun:04:30-sun:05:30" */
  readonly maintenanceWindow?: string;
  /** Parameters that add to or replace the defaults in `parameters.ts`. @default - the defaults alone */
  readonly parameters?: Parameters;
  /** Days that Performance Insights keeps; 7 is free. @default - 7 */
  readonly performanceInsightsRetentionDays?: number;
  /** Seconds between two measurements of the operating system; 0 turns them off. @default - 60 */
  readonly monitoringIntervalSeconds?: 0 | 1 | 5 | 10 | 15 | 30 | 60;
  /** Days that CloudWatch keeps the database's logs. @default - 30 */
  readonly logRetentionDays?: RetentionDays;
  /** Whether roles may connect with an IAM token instead of a password; see `grantConnect`. @default - false; true for Aurora */
  readonly iamAuthentication?: boolean;
  /** Whether changes that restart the database are applied at once instead of in the maintenance window. @default - false */
  readonly applyImmediately?: boolean;
  /**
   * Name or ARN of a snapshot, encrypted, with this database name and user, that the database starts from. The password becomes the one in
   * the secret; an instance keeps the snapshot's key, a cluster gets the given one. Read at creation only, and left in place afterwards.
   *
   * A restored cluster gets `iamAuthentication` with the second apply: the provider does not ask for it at a restore (seen with 5.100.0).
   * @default - an empty database
   */
  readonly snapshotIdentifier?: string;
  /**
   * Whether Terraform and RDS refuse to destroy it. False: destroyed with its automated backups, without a final snapshot.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

/** A database on one RDS instance, or on two with a standby. */
export interface DatabaseProps extends CommonDatabaseProps {
  /** @default - "postgres" */
  readonly engine?: "postgres" | "mysql";
  /**
   * PostgreSQL `13` to `18`, MySQL `8.0` or `8.4`: follows minor versions automatically. A minor version such as `17.5` or `8.0.45` is kept;
   * one that RDS added lately is `{ unlisted: "17.10" }`.
   */
  readonly engineVersion: string | Unlisted;
  /** Such as `db.m7g.large`; one that RDS added lately is `{ unlisted: "db.m9g.large" }`. */
  readonly instanceClass: string | Unlisted;
  /** Storage at the start, 20 to 65536 GiB. */
  readonly storageGiB: number;
  /** GiB that storage may grow to automatically: equal to `storageGiB` for no growth, or at least 10 % more, as RDS requires. */
  readonly maximumStorageGiB: number;
  /** Whether a standby in a second zone takes over when the first fails. */
  readonly multiAz: boolean;
  /**
   * Read replicas by name; each is `<identifier>-<name>`, shortened to 63 characters, with its own host in `replicaHosts`. At most 15.
   * @default - none
   */
  readonly replicas?: Readonly<Record<string, ReplicaProps>>;
}

/** A read replica: PostgreSQL refuses to start one that is much smaller than its source, because it must take as many connections. */
export interface ReplicaProps {
  /** @default - that of the source */
  readonly instanceClass?: string | Unlisted;
  /** Availability zone, one of the network's. @default - RDS chooses */
  readonly zone?: string;
  /** Whether it has a standby of its own in a second zone. @default - as its source; false where a zone is named */
  readonly multiAz?: boolean;
  /** Whether RDS refuses to delete it; set it to false and deploy before a replica is removed. @default - that of the source */
  readonly deletionProtection?: boolean;
}

/** An Aurora PostgreSQL Serverless v2 cluster. */
export interface AuroraDatabaseProps extends CommonDatabaseProps {
  /** Aurora PostgreSQL `13` to `17`; a minor version such as `16.6` is kept; one that RDS added lately is `{ unlisted: "17.10" }`. */
  readonly engineVersion: string | Unlisted;
  /**
   * Aurora capacity units, about 2 GiB of memory each, that every instance has at least: 0 to 256 in halves. At 0 the cluster pauses, and the
   * next connection waits about 15 seconds. Performance Insights needs 2 to be useful.
   */
  readonly minimumCapacity: number;
  /** Aurora capacity units that every instance may grow to: 1 to 256 in halves. */
  readonly maximumCapacity: number;
  /** Seconds without a connection before the cluster pauses, 300 to 86400; for `minimumCapacity` 0 only. @default - 300 */
  readonly autoPauseSeconds?: number;
  /**
   * Instances, 1 to 16: one writer, the others readers, any of which takes over when the writer fails. Aurora spreads them over the zones.
   * @default - 2
   */
  readonly instances?: number;
}

export interface DatabasePassword {
  /** Whole name of the secret in Secrets Manager; its value is the password alone. */
  readonly secretName: string;
  /**
   * Raise it by one for a new password, in the secret and in the database; tasks started before then need a restart.
   *
   * Where RDS itself refuses the change, the apply ends with its error, but the provider has noted the new version all the
   * same (seen with 5.100.0), and the next plan is empty while secret and database differ: raise it once more.
   * @default - 1
   */
  readonly version?: number;
  /**
   * Secret and database exist, and up to this version their password stays as it is: neither is written.
   * @default - 0: the password is made with the database
   */
  readonly keptThroughVersion?: number;
}

export interface DatabaseAttributes {
  /** @default - "postgres" */
  readonly engine?: Engine;
  /** Identifier of the RDS instance. */
  readonly identifier: string;
  /** Host name without the port. */
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly username: string;
  /** The group in front of it; its owner decides what may connect. */
  readonly securityGroup: ISecurityGroup;
  /** Secret whose value is the password, and nothing but that. */
  readonly passwordSecretArn: string;
  /** KMS key of that secret. @default - `aws/secretsmanager`, which needs no permission */
  readonly passwordKeyArn?: string;
}

/** A database, created here (`new Database`, `new AuroraDatabase`) or existing (`Database.fromAttributes`). */
export interface IDatabase extends IConnectable {
  readonly engine: Engine;
  readonly identifier: string;
  /** Host name without the port; of a cluster, that of the writer. */
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  readonly passwordSecretArn: string;
  /** Counts the passwords that this project has set; 1 for an existing database, whose owner changes it. */
  readonly passwordVersion: number;
  /** Lets the role read the password. */
  grantReadPassword(role: IGrantable): void;
}
