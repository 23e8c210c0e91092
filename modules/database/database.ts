import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Fn, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { ISecurityGroup } from "../networking/interfaces";
import { invalid } from "../shared";
import { GeneratedSecret } from "../shared/generated-secret";
import { checkDatabase } from "./checks";
import { MonitoringRole } from "./monitoring-role";
import { parameterList } from "./parameters";
import type { DatabaseAttributes, DatabaseProps, IDatabase } from "./props";
import { defaultWindows } from "./windows";

const exportedLogs = ["postgresql", "upgrade"] as const;

class ExistingDatabase extends Construct implements IDatabase {
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string;
  readonly passwordVersion = 1;
  private readonly passwordKeyArn: string | undefined;

  constructor(scope: Construct, id: string, attributes: DatabaseAttributes) {
    super(scope, id);
    this.identifier = attributes.identifier;
    this.host = attributes.host;
    this.port = attributes.port;
    this.username = attributes.username;
    this.databaseName = attributes.databaseName;
    this.securityGroup = attributes.securityGroup;
    this.passwordSecretArn = attributes.passwordSecretArn;
    this.passwordKeyArn = attributes.passwordKeyArn;
  }

  grantReadPassword(role: IGrantable): void {
    role.allow(readPassword(this.passwordSecretArn));
    if (this.passwordKeyArn === undefined) return;
    role.allow({ sid: "DecryptDatabasePassword", actions: ["kms:Decrypt"], resources: [this.passwordKeyArn] });
  }
}

const readPassword = (secretArn: string) => ({
  sid: "ReadDatabasePassword",
  actions: ["secretsmanager:GetSecretValue"],
  resources: [secretArn],
});

/**
 * PostgreSQL 17 on RDS, in subnets without a route to the internet, reachable over TLS by whom its security group lets in.
 *
 * pgvector is shipped by RDS and switched on by the application: `CREATE EXTENSION vector` belongs into a migration.
 */
export class Database extends Construct implements IDatabase {
  readonly identifier: string;
  /** Host name without the port. */
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  /** Allows nothing in until a rule does: `database.securityGroup.allowFrom(tasks, database.port, "Queries")`. */
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string;
  readonly passwordVersion: number;
  private readonly instance: DbInstance;
  private readonly account: string;
  private readonly iamAuthentication: boolean;
  private readonly encryptionKey: EncryptionKey;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    checkDatabase(this, props);
    const { identifier, network, encryptionKey, databaseName, username, password, deletionProtection = true } = props;
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
      deletionProtection,
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
          lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
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
      deletionProtection,
      deleteAutomatedBackups: !deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: deletionProtection
        ? finalSnapshotIdentifier(this, identifier, { identifier, keyArn, databaseName, username })
        : undefined,
      enabledCloudwatchLogsExports: [...exportedLogs],
      monitoringInterval: monitoringIntervalSeconds,
      monitoringRoleArn: monitoring?.arn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArn,
      performanceInsightsRetentionPeriod: props.performanceInsightsRetentionDays ?? 7,
      dependsOn: [...logGroups, ...(monitoring === undefined ? [] : [monitoring.policy])],
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
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

  /** A database that others own: it is connected to and its password is read, nothing else. */
  static fromAttributes(scope: Construct, id: string, attributes: DatabaseAttributes): IDatabase {
    return new ExistingDatabase(scope, id, attributes);
  }

  grantReadPassword(role: IGrantable): void {
    role.allow(readPassword(this.passwordSecretArn));
    this.encryptionKey.grantDecrypt(role);
  }

  /** Lets the role connect as this PostgreSQL user, which must have been granted `rds_iam`. Needs `iamAuthentication`. */
  grantConnect(role: IGrantable, username: string): void {
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
