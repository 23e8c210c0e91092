import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Fn, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../encryption";
import type { Role } from "../iam";
import type { RetentionDays } from "../logs";
import type { AnyNetwork, SecurityGroup } from "../networking";
import { invalid } from "../shared";
import { GeneratedSecret } from "../shared/generated-secret";
import { checkDatabase } from "./checks";
import { MonitoringRole } from "./monitoring-role";
import { parameterList, type Parameters } from "./parameters";
import { defaultWindows } from "./windows";

const exportedLogs = ["postgresql", "upgrade"] as const;

export interface DatabaseProps {
  /** Identifier of the RDS instance: 1 to 63 lower case letters, digits and single hyphens. */
  readonly identifier: string;
  /** The database stands in its isolated subnets. */
  readonly network: AnyNetwork;
  /** Encrypts storage, backups, Performance Insights, logs and the password; its `services` must include CloudWatch Logs. */
  readonly encryptionKey: EncryptionKey;
  /** `17` follows the minor versions by itself; `17.5` stays at that one. */
  readonly engineVersion: string;
  /** Such as `db.m7g.large`. */
  readonly instanceClass: string;
  /** Storage at the start, 20 to 65536 GiB. */
  readonly storageGiB: number;
  /** What storage may grow to by itself: the same, for no growth, or at least a tenth more, as RDS demands. */
  readonly maximumStorageGiB: number;
  /** A standby in a second zone takes over when the first fails. */
  readonly multiAz: boolean;
  /** Database that is created on it. */
  readonly databaseName: string;
  /** Master user. */
  readonly username: string;
  readonly password: DatabasePassword;
  /** @default - 5432 */
  readonly port?: number;
  /** Days that one can restore to any second of, 1 to 35. @default - 14 */
  readonly backupRetentionDays?: number;
  /** `hh:mm-hh:mm` in UTC, at least 30 minutes, apart from the maintenance window. @default - "03:00-04:00" */
  readonly backupWindow?: string;
  /** `ddd:hh:mm-ddd:hh:mm` in UTC, at least 30 minutes. @default - "sun:04:30-sun:05:30" */
  readonly maintenanceWindow?: string;
  /** Parameters beside, or in place of, the defaults in `parameters.ts`. @default - the defaults alone */
  readonly parameters?: Parameters;
  /** Days that Performance Insights keeps; 7 is free. @default - 7 */
  readonly performanceInsightsRetentionDays?: number;
  /** Seconds between two measurements of the operating system; 0 turns them off. @default - 60 */
  readonly monitoringIntervalSeconds?: 0 | 1 | 5 | 10 | 15 | 30 | 60;
  /** Days that CloudWatch keeps the database's logs. @default - 30 */
  readonly logRetentionDays?: RetentionDays;
  /** Roles may connect with a token of IAM in place of a password; see `grantConnect`. @default - false */
  readonly iamAuthentication?: boolean;
  /** Apply changes that restart the database at once, and not in the maintenance window. @default - false */
  readonly applyImmediately?: boolean;
  /**
   * Whether Terraform and RDS refuse to destroy it. False: destroyed with its automated backups, without a final snapshot.
   * @default - true
   */
  readonly survives?: boolean;
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

/**
 * PostgreSQL 17 on RDS, in subnets without a route to the internet, reachable over TLS by whom its security group lets in.
 *
 * pgvector is shipped by RDS and switched on by the application: `CREATE EXTENSION vector` belongs into a migration.
 */
export class Database extends Construct {
  readonly identifier: string;
  /** Host name without the port. */
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  /** Open to nobody until a caller says so: `database.securityGroup.allowFrom(...)`. */
  readonly securityGroup: SecurityGroup;
  readonly passwordSecretArn: string;
  readonly passwordVersion: number;
  private readonly instance: DbInstance;
  private readonly account: string;
  private readonly iamAuthentication: boolean;
  private readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    checkDatabase(this, props);
    const { identifier, network, encryptionKey, databaseName, username, password, survives = true } = props;
    const { port = 5432, engineVersion, monitoringIntervalSeconds = 60, iamAuthentication = false } = props;
    const keyArn = encryptionKey.arn;
    this.encryptionKey = encryptionKey;
    this.account = new DataAwsCallerIdentity(this, "account").accountId;

    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${identifier}-database`,
      description: `PostgreSQL ${identifier}`,
    });
    const secret = new GeneratedSecret(this, "password", {
      name: password.secretName,
      description: `Password of ${username} in the database ${identifier}`,
      length: 40,
      version: password.version,
      keepsValue: (password.version ?? 1) <= (password.keptThroughVersion ?? 0),
      keyArn,
      survives,
    });
    const subnetGroup = new DbSubnetGroup(this, "subnet-group", {
      name: identifier,
      description: `Isolated subnets for ${identifier}`,
      subnetIds: network.isolatedSubnetIds,
    });
    const parameterGroup = new DbParameterGroup(this, "parameter-group", {
      namePrefix: `${identifier}-`,
      family: "postgres17",
      description: `PostgreSQL 17 for ${identifier}`,
      parameter: parameterList(props.parameters ?? {}),
      // A group in use cannot be deleted, and a new family needs a new group.
      lifecycle: { createBeforeDestroy: true },
    });
    // RDS makes the groups itself when it first writes, without retention and without our key; so they come first.
    const logGroups = exportedLogs.map(
      (log) =>
        new CloudwatchLogGroup(this, `${log}-log`, {
          name: `/aws/rds/instance/${identifier}/${log}`,
          retentionInDays: props.logRetentionDays ?? 30,
          kmsKeyId: keyArn,
          lifecycle: survives ? { preventDestroy: true } : undefined,
        }),
    );
    const monitoring =
      monitoringIntervalSeconds > 0
        ? new MonitoringRole(this, "monitoring", { identifier, account: this.account })
        : undefined;

    const writtenPassword = secret.readBack();
    this.instance = new DbInstance(this, "instance", {
      identifier,
      engine: "postgres",
      engineVersion,
      // With a whole version RDS would raise it, and the next plan would ask for a downgrade, which RDS refuses.
      autoMinorVersionUpgrade: !engineVersion.includes("."),
      allowMajorVersionUpgrade: false,
      applyImmediately: props.applyImmediately ?? false,
      instanceClass: props.instanceClass,
      dbName: databaseName,
      username,
      passwordWo: writtenPassword,
      passwordWoVersion: writtenPassword === undefined ? undefined : secret.version,
      iamDatabaseAuthenticationEnabled: iamAuthentication,
      port,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      multiAz: props.multiAz,
      parameterGroupName: parameterGroup.name,
      storageType: "gp3",
      allocatedStorage: props.storageGiB,
      maxAllocatedStorage: props.maximumStorageGiB > props.storageGiB ? props.maximumStorageGiB : undefined,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: props.backupRetentionDays ?? 14,
      backupWindow: props.backupWindow ?? defaultWindows.backupWindow,
      maintenanceWindow: props.maintenanceWindow ?? defaultWindows.maintenanceWindow,
      copyTagsToSnapshot: true,
      deletionProtection: survives,
      deleteAutomatedBackups: !survives,
      skipFinalSnapshot: !survives,
      finalSnapshotIdentifier: survives
        ? finalSnapshotIdentifier(this, identifier, { identifier, keyArn, databaseName, username })
        : undefined,
      enabledCloudwatchLogsExports: [...exportedLogs],
      monitoringInterval: monitoringIntervalSeconds,
      monitoringRoleArn: monitoring?.arn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArn,
      performanceInsightsRetentionPeriod: props.performanceInsightsRetentionDays ?? 7,
      dependsOn: [...logGroups, ...(monitoring === undefined ? [] : [monitoring.policy])],
      lifecycle: survives ? { preventDestroy: true } : undefined,
    });

    this.identifier = this.instance.identifier;
    this.host = this.instance.address;
    this.port = port;
    this.username = username;
    this.databaseName = databaseName;
    this.passwordSecretArn = secret.arn;
    this.passwordVersion = secret.version;
    this.iamAuthentication = iamAuthentication;
  }

  /** Lets the role read the password. */
  grantReadPassword(role: Role): void {
    role.allow({
      sid: "ReadDatabasePassword",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [this.passwordSecretArn],
    });
    this.encryptionKey.grantDecrypt(role);
  }

  /** Lets the role connect as this PostgreSQL user, which must have been granted `rds_iam`. Needs `iamAuthentication`. */
  grantConnect(role: Role, username: string): void {
    if (!this.iamAuthentication) invalid(this, "iamAuthentication", "true for a role to connect with IAM", false);
    const region = Fn.element(Fn.split(":", this.instance.arn), 3);
    role.allow({
      sid: "ConnectToDatabase",
      actions: ["rds-db:connect"],
      resources: [`arn:aws:rds-db:${region}:${this.account}:dbuser:${this.instance.resourceId}/${username}`],
    });
  }
}

/**
 * A snapshot's name must be new each time, yet the same in every plan: so it ends with an identity that is made once and
 * replaced together with the instance, whose replacement these values force.
 */
function finalSnapshotIdentifier(
  scope: Construct,
  identifier: string,
  replacedBy: Readonly<Record<string, string>>,
): string {
  // Not cdktf's DataResource, which runs `terraform version` at every synth to ask for 1.4.
  const identity = new TerraformResource(scope, "final-snapshot", { terraformResourceType: "terraform_data" });
  identity.addOverride("triggers_replace", replacedBy);
  return `${identifier}-final-${Fn.substr(identity.getStringAttribute("id"), 0, 8)}`;
}
