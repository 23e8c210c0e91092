import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import type { Construct } from "constructs";
import { engineFacts } from "../../aws/database";
import { longestDatabaseIdentifier } from "../../aws/limits";
import { shorten } from "../../packages/common/shorten";
import { auditPlugin } from "./audit-plugin";
import { checkInstance } from "./checks";
import { ExistingDatabase } from "./existing";
import { finalSnapshotIdentifier } from "../shared/final-snapshot";
import { lifecycleOf, OwnedDatabase, windowsOf } from "./owned";
import { parameterList } from "./parameters";
import type { DatabaseAttributes, DatabaseProps, IDatabase } from "./props";
import { ReadReplica } from "./read-replica";

/**
 * PostgreSQL or MySQL on RDS, in subnets without a route to the internet, reachable over TLS by whom its security group lets in.
 *
 * pgvector is shipped by RDS and switched on by the application: `CREATE EXTENSION vector` belongs into a migration.
 */
export class Database extends OwnedDatabase {
  readonly identifier: string;
  /** Host name without the port. */
  readonly host: string;
  /** Host names of the read replicas, by their names in `replicas`. */
  readonly replicaHosts: Readonly<Record<string, string>>;
  /** Identifiers of the read replicas, by their names in `replicas`. */
  readonly replicaIdentifiers: Readonly<Record<string, string>>;
  private readonly instance: DbInstance;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    const { engine = "postgres", identifier, encryptionKey, databaseName, username, deletionProtection = true } = props;
    super(scope, id, engine, props);
    const { version, instanceClass } = checkInstance(this, engine, props);
    const { replicas = {}, snapshotIdentifier } = props;
    const keyArn = encryptionKey.arn;
    const { product, family, logs } = engineFacts[engine];
    const replicaIdentifier = (name: string) => shorten(`${identifier}-${name}`, longestDatabaseIdentifier);

    const parameterGroup = new DbParameterGroup(this, "parameter-group", {
      namePrefix: `${identifier}-`,
      family: `${family}${version.major}`,
      description: `${product} ${version.major} for ${identifier}`,
      parameter: parameterList(engine, props.parameters),
      // A group in use cannot be deleted, and a new family needs a new group.
      lifecycle: { createBeforeDestroy: true },
    });
    const optionGroupName =
      engine === "mysql"
        ? auditPlugin(this, { identifier, majorVersion: version.major, deletionProtection })
        : undefined;
    const observation = this.observation(props, "instance", [
      identifier,
      ...Object.keys(replicas).map(replicaIdentifier),
    ]);
    const password = this.masterPassword();
    const shared = {
      // With a whole version RDS would raise it, and the next plan would ask for a downgrade, which RDS refuses.
      autoMinorVersionUpgrade: !version.isMinor,
      applyImmediately: props.applyImmediately ?? false,
      iamDatabaseAuthenticationEnabled: props.iamAuthentication ?? false,
      port: this.port,
      vpcSecurityGroupIds: [this.securityGroup.id],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: parameterGroup.name,
      maxAllocatedStorage: props.maximumStorageGiB > props.storageGiB ? props.maximumStorageGiB : undefined,
      storageEncrypted: true,
      maintenanceWindow: windowsOf(props).maintenanceWindow,
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: [...logs],
      ...observation.arguments,
      dependsOn: observation.waitsFor,
    };

    this.instance = new DbInstance(this, "instance", {
      ...shared,
      identifier,
      engine,
      engineVersion: version.text,
      allowMajorVersionUpgrade: false,
      instanceClass,
      dbName: databaseName,
      username,
      passwordWo: password?.value,
      passwordWoVersion: password?.version,
      snapshotIdentifier,
      dbSubnetGroupName: this.subnetGroup.name,
      multiAz: props.multiAz,
      optionGroupName,
      storageType: "gp3",
      allocatedStorage: props.storageGiB,
      kmsKeyId: keyArn,
      backupRetentionPeriod: props.backupRetentionDays ?? 14,
      backupWindow: windowsOf(props).backupWindow,
      deletionProtection,
      deleteAutomatedBackups: !deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: deletionProtection
        ? finalSnapshotIdentifier(this, identifier, {
            identifier,
            keyArn,
            databaseName,
            username,
            ...(engine !== "postgres" && { engine }),
          })
        : undefined,
      // A restored instance keeps the key of its snapshot, whatever is asked for; another one must not replace it.
      lifecycle: lifecycleOf(props, ["kms_key_id", "snapshot_identifier"]),
    });
    const made = Object.entries(replicas).map(([name, replica]): [string, ReadReplica] => [
      name,
      new ReadReplica(this, `replica-${name}`, {
        name,
        replica,
        source: this.instance,
        identifier: replicaIdentifier(name),
        instanceClass,
        multiAz: props.multiAz,
        logs,
        logRetentionDays: props.logRetentionDays ?? 30,
        keyArn,
        deletionProtection,
        shared,
      }),
    ]);

    this.identifier = this.instance.identifier;
    this.host = this.instance.address;
    this.replicaHosts = Object.fromEntries(made.map(([name, { host }]) => [name, host]));
    // Names of alarms and ids of constructs contain them, so that they are no tokens.
    this.replicaIdentifiers = Object.fromEntries(made.map(([name]) => [name, replicaIdentifier(name)]));
  }

  /** A database that others own: it is connected to and its password is read, nothing else. */
  static fromAttributes(scope: Construct, id: string, attributes: DatabaseAttributes): IDatabase {
    return new ExistingDatabase(scope, id, attributes);
  }

  protected identity() {
    return { arn: this.instance.arn, resourceId: this.instance.resourceId };
  }
}
