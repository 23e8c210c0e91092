import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { RetentionDays } from "../logs";
import type { IConnectable, INetwork, ISecurityGroup } from "../networking/interfaces";
import type { Parameters } from "./parameters";

export interface DatabaseProps {
  /** Identifier of the RDS instance: 1 to 63 lower case letters, digits and single hyphens. */
  readonly identifier: string;
  /** The database is placed in its isolated subnets. */
  readonly network: INetwork;
  /** Encrypts storage, backups, Performance Insights, logs and the password; its `services` must include CloudWatch Logs. */
  readonly encryptionKey: EncryptionKey;
  /** `17` follows minor versions automatically; `17.5` stays at that version. */
  readonly engineVersion: string;
  /** Such as `db.m7g.large`. */
  readonly instanceClass: string;
  /** Storage at the start, 20 to 65536 GiB. */
  readonly storageGiB: number;
  /** GiB that storage may grow to automatically: equal to `storageGiB` for no growth, or at least 10 % more, as RDS requires. */
  readonly maximumStorageGiB: number;
  /** Whether a standby in a second zone takes over when the first fails. */
  readonly multiAz: boolean;
  /** Database that is created on it. */
  readonly databaseName: string;
  /** Master user. */
  readonly username: string;
  readonly password: DatabasePassword;
  /** @default - 5432 */
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
  /** Whether roles may connect with an IAM token instead of a password; see `grantConnect`. @default - false */
  readonly iamAuthentication?: boolean;
  /** Whether changes that restart the database are applied at once instead of in the maintenance window. @default - false */
  readonly applyImmediately?: boolean;
  /**
   * Whether Terraform and RDS refuse to destroy it. False: destroyed with its automated backups, without a final snapshot.
   * @default - true
   */
  readonly deletionProtection?: boolean;
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

/** A PostgreSQL database, created here (`new Database`) or existing (`Database.fromAttributes`). */
export interface IDatabase extends IConnectable {
  readonly identifier: string;
  /** Host name without the port. */
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
