import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { engineFacts } from "../../aws/database";
import type { Engine } from "../../aws/database-table";
import { arn } from "../../aws/regions";
import type { EncryptionKey } from "../encryption";
import type { IGrantable } from "../iam/interfaces";
import type { ISecurityGroup } from "../networking/interfaces";
import { regionOf, reject } from "../shared";
import { GeneratedSecret } from "../shared/generated-secret";
import { checkCommon } from "./checks";
import { readPassword } from "./existing";
import { logGroups } from "./log-groups";
import { MonitoringRole } from "./monitoring-role";
import type { CommonDatabaseProps, IDatabase } from "./props";
import { defaultWindows } from "./windows";

/** What a database on one instance and a cluster have in common: password, security group, subnets, logs, grants. */
export abstract class OwnedDatabase extends Construct implements IDatabase {
  readonly engine: Engine;
  abstract readonly identifier: string;
  abstract readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly databaseName: string;
  /** Allows nothing in until a rule does: `database.securityGroup.allowFrom(tasks, database.port, "Queries")`. */
  readonly securityGroup: ISecurityGroup;
  readonly passwordSecretArn: string;
  readonly passwordVersion: number;
  protected readonly account: string;
  protected readonly secret: GeneratedSecret;
  protected readonly subnetGroup: DbSubnetGroup;
  private readonly iamAuthentication: boolean;
  private readonly encryptionKey: EncryptionKey;

  protected constructor(scope: Construct, id: string, engine: Engine, props: CommonDatabaseProps) {
    super(scope, id);
    checkCommon(this, engine, props);
    const { identifier, network, encryptionKey, databaseName, username, password, deletionProtection = true } = props;
    this.engine = engine;
    this.port = props.port ?? engineFacts[engine].port;
    this.username = username;
    this.databaseName = databaseName;
    this.encryptionKey = encryptionKey;
    this.iamAuthentication = props.iamAuthentication ?? false;
    this.account = new DataAwsCallerIdentity(this, "account").accountId;
    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${identifier}-database`,
      description: `${engineFacts[engine].product} ${identifier}`,
    });
    this.secret = new GeneratedSecret(this, "password", {
      name: password.secretName,
      description: `Password of ${username} in the database ${identifier}`,
      length: 40,
      version: password.version,
      keepsValue: (password.version ?? 1) <= (password.keptThroughVersion ?? 0),
      keyArn: encryptionKey.arn,
      deletionProtection,
    });
    this.passwordSecretArn = this.secret.arn;
    this.passwordVersion = this.secret.version;
    this.subnetGroup = new DbSubnetGroup(this, "subnet-group", {
      name: identifier,
      description: `Isolated subnets for ${identifier}`,
      subnetIds: network.isolatedSubnetIds,
    });
  }

  grantReadPassword(role: IGrantable): void {
    role.allow(readPassword(this.passwordSecretArn));
    this.encryptionKey.grantDecrypt(role);
  }

  /**
   * Lets the role connect as this user with an IAM token. Needs `iamAuthentication`, and a user that accepts tokens: in PostgreSQL one that
   * was granted `rds_iam`, in MySQL one that is identified with `AWSAuthenticationPlugin`.
   */
  grantConnect(role: IGrantable, username: string): void {
    if (!this.iamAuthentication) reject(this, "iamAuthentication", "true for a role to connect with IAM", false);
    const { arn: own, resourceId } = this.identity();
    const region = Fn.element(Fn.split(":", own), 3) as string;
    const resource = `dbuser:${resourceId}/${username}`;
    role.allow({
      sid: "ConnectToDatabase",
      actions: ["rds-db:connect"],
      resources: [arn(regionOf(this), { service: "rds-db", region, account: this.account, resource })],
    });
  }

  /** What IAM calls the instance or the cluster. */
  protected abstract identity(): { readonly arn: string; readonly resourceId: string };

  /** Log groups, and a role for Enhanced Monitoring, that an instance or cluster waits for. */
  protected observation(props: CommonDatabaseProps, kind: "instance" | "cluster", instances: readonly string[]) {
    const { identifier, encryptionKey, monitoringIntervalSeconds = 60, deletionProtection = true } = props;
    const groups = logGroups(this, {
      of: `${kind}/${identifier}`,
      logs: engineFacts[this.engine].logs,
      retentionDays: props.logRetentionDays ?? 30,
      keyArn: encryptionKey.arn,
      preventDestroy: deletionProtection,
    });
    const role =
      monitoringIntervalSeconds > 0
        ? new MonitoringRole(this, "monitoring", { identifier, instances, account: this.account })
        : undefined;
    const waitsFor: ITerraformDependable[] = [...groups, ...(role === undefined ? [] : [role.policy])];
    return {
      waitsFor,
      /** Arguments of each RDS instance. */
      arguments: {
        monitoringInterval: monitoringIntervalSeconds,
        monitoringRoleArn: role?.arn,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: encryptionKey.arn,
        performanceInsightsRetentionPeriod: props.performanceInsightsRetentionDays ?? 7,
      },
    };
  }

  /** The master password, write-only: neither plan nor state holds it. */
  protected masterPassword(): { readonly value: string; readonly version: number } | undefined {
    const value = this.secret.readBack();
    return value === undefined ? undefined : { value, version: this.secret.version };
  }
}

/** The windows, each with its default. */
export const windowsOf = ({ backupWindow, maintenanceWindow }: CommonDatabaseProps) => ({
  backupWindow: backupWindow ?? defaultWindows.backupWindow,
  maintenanceWindow: maintenanceWindow ?? defaultWindows.maintenanceWindow,
});

/** Whether Terraform refuses to destroy it, and the arguments that RDS reads at creation only. */
export function lifecycleOf(
  { deletionProtection = true, snapshotIdentifier }: CommonDatabaseProps,
  readAtRestore: readonly string[],
) {
  const lifecycle = {
    ...(deletionProtection && { preventDestroy: true }),
    ...(snapshotIdentifier !== undefined && { ignoreChanges: [...readAtRestore] }),
  };
  return Object.keys(lifecycle).length > 0 ? lifecycle : undefined;
}
