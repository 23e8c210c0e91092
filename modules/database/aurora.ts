import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import type { Construct } from "constructs";
import { engineFacts } from "../../aws/database";
import { checkAurora } from "./checks-aurora";
import { finalSnapshotIdentifier } from "../shared/final-snapshot";
import { lifecycleOf, OwnedDatabase, windowsOf } from "./owned";
import { parameterList } from "./parameters";
import type { AuroraDatabaseProps } from "./props";

/**
 * Aurora PostgreSQL Serverless v2: a cluster whose instances grow and shrink with their load, in subnets without a route to the internet,
 * reachable over TLS by whom its security group lets in. Storage grows by itself.
 */
export class AuroraDatabase extends OwnedDatabase {
  readonly identifier: string;
  /** Host name of the writer, without the port. */
  readonly host: string;
  /** Host name that spreads connections over the readers; with one instance, over the writer. */
  readonly readerHost: string;
  /** Identifiers of the instances. */
  readonly instanceIdentifiers: readonly string[];
  private readonly cluster: RdsCluster;

  constructor(scope: Construct, id: string, props: AuroraDatabaseProps) {
    const engine = "aurora-postgresql";
    const { iamAuthentication = true } = props;
    super(scope, id, engine, { ...props, iamAuthentication });
    const version = checkAurora(this, props);
    const { identifier, encryptionKey, databaseName, username, instances = 2, deletionProtection = true } = props;
    const { minimumCapacity, maximumCapacity, autoPauseSeconds = 300, applyImmediately = false } = props;
    const { product, family, logs } = engineFacts[engine];
    const keyArn = encryptionKey.arn;
    const numbered = Array.from({ length: instances }, (_, index) => index + 1);
    const { backupWindow, maintenanceWindow } = windowsOf(props);

    const parameterGroup = new RdsClusterParameterGroup(this, "parameter-group", {
      namePrefix: `${identifier}-`,
      family: `${family}${version.major}`,
      description: `${product} ${version.major} for ${identifier}`,
      parameter: parameterList(engine, props.parameters),
      // A group in use cannot be deleted, and a new family needs a new group.
      lifecycle: { createBeforeDestroy: true },
    });
    const observation = this.observation(
      props,
      "cluster",
      numbered.map((number) => `${identifier}-${number}`),
    );
    const password = this.masterPassword();
    this.cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: identifier,
      engine,
      engineMode: "provisioned",
      engineVersion: version.text,
      allowMajorVersionUpgrade: false,
      applyImmediately,
      serverlessv2ScalingConfiguration: {
        minCapacity: minimumCapacity,
        maxCapacity: maximumCapacity,
        secondsUntilAutoPause: minimumCapacity === 0 ? autoPauseSeconds : undefined,
      },
      databaseName,
      masterUsername: username,
      masterPasswordWo: password?.value,
      masterPasswordWoVersion: password?.version,
      snapshotIdentifier: props.snapshotIdentifier,
      iamDatabaseAuthenticationEnabled: iamAuthentication,
      port: this.port,
      dbSubnetGroupName: this.subnetGroup.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      dbClusterParameterGroupName: parameterGroup.name,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: props.backupRetentionDays ?? 14,
      preferredBackupWindow: backupWindow,
      preferredMaintenanceWindow: maintenanceWindow,
      copyTagsToSnapshot: true,
      deletionProtection,
      deleteAutomatedBackups: !deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: deletionProtection
        ? finalSnapshotIdentifier(this, identifier, { identifier, keyArn, databaseName, username })
        : undefined,
      enabledCloudwatchLogsExports: [...logs],
      dependsOn: observation.waitsFor,
      lifecycle: lifecycleOf(props, ["snapshot_identifier"]),
    });
    const made = numbered.map(
      (number) =>
        new RdsClusterInstance(this, `instance-${number}`, {
          identifier: `${identifier}-${number}`,
          clusterIdentifier: this.cluster.id,
          engine: this.cluster.engine,
          instanceClass: "db.serverless",
          applyImmediately,
          // With a whole version RDS would raise it, and the next plan would ask for a downgrade, which RDS refuses.
          autoMinorVersionUpgrade: !version.isMinor,
          publiclyAccessible: false,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          // Readers of tiers 0 and 1 always have the writer's capacity, so the first of them can take over under full load.
          promotionTier: Math.min(number - 1, 15),
          preferredMaintenanceWindow: maintenanceWindow,
          copyTagsToSnapshot: true,
          ...observation.arguments,
          dependsOn: observation.waitsFor,
        }),
    );

    this.identifier = this.cluster.clusterIdentifier;
    this.host = this.cluster.endpoint;
    this.readerHost = this.cluster.readerEndpoint;
    this.instanceIdentifiers = made.map((instance) => instance.identifier);
  }

  protected identity() {
    return { arn: this.cluster.arn, resourceId: this.cluster.clusterResourceId };
  }
}
