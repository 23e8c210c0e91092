import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { TerraformOutput } from "cdktf";
import type { AuroraDatabaseProps } from "../../../modules/database";
import { Role } from "../../../modules/iam";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";
import { auroraIn, auroraStack } from "./parts";

describe("an Aurora cluster with only what it demands", () => {
  const stack = auroraStack();

  test("is Aurora PostgreSQL Serverless v2 that takes minor versions by itself", () => {
    expect(stack).toHaveResource(RdsCluster, {
      clusterIdentifier: "shop",
      engine: "aurora-postgresql",
      engineMode: "provisioned",
      engineVersion: "17",
      allowMajorVersionUpgrade: false,
      databaseName: "shop",
      masterUsername: "app",
      port: 5432,
      iamDatabaseAuthenticationEnabled: true,
      serverlessv2ScalingConfiguration: { minCapacity: 2, maxCapacity: 16, secondsUntilAutoPause: absent() },
    });
  });

  test("has a writer and a reader that can take over with the same capacity", () => {
    const instances = stack.everyResource(RdsClusterInstance);
    expect(instances.map(({ properties }) => [properties.identifier, properties.promotion_tier])).toEqual([
      ["shop-1", 0],
      ["shop-2", 1],
    ]);
    expect(instances).toMatchProperties({
      clusterIdentifier: referenceTo(RdsCluster),
      engine: referenceTo(RdsCluster, "engine"),
      instanceClass: "db.serverless",
      autoMinorVersionUpgrade: true,
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
    });
  });

  test("is in the isolated subnets, and is reached by nobody until someone is let in", () => {
    expect(stack).toHaveResource(RdsCluster, { dbSubnetGroupName: referenceTo(DbSubnetGroup, "name") });
    expect(stack).toHaveNoResource("aws_vpc_security_group_ingress_rule");
  });

  test("refuses connections without TLS", () => {
    expect(stack).toHaveResource(RdsCluster, {
      dbClusterParameterGroupName: referenceTo(RdsClusterParameterGroup, "name"),
    });
    expect(stack).toHaveResource(RdsClusterParameterGroup, {
      family: "aurora-postgresql17",
      description: "Aurora PostgreSQL 17 for shop",
      lifecycle: { create_before_destroy: true },
    });
    expect(stack.resource(RdsClusterParameterGroup).properties.parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  test("has a password that no plan and no state holds", () => {
    expect(stack).toHaveResource(RdsCluster, {
      masterPassword: absent(),
      masterPasswordWo: referenceTo("database/password/value", "secret_string"),
      masterPasswordWoVersion: 1,
      manageMasterUserPassword: absent(),
    });
  });

  test("is encrypted with the customer key: storage, Performance Insights and logs", () => {
    const key = referenceTo(KmsKey, "arn");
    expect(stack).toHaveResource(RdsCluster, { storageEncrypted: true, kmsKeyId: key });
    expect(stack.everyResource(RdsClusterInstance)).toMatchProperties({
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key,
      performanceInsightsRetentionPeriod: 7,
    });
    expect(stack).toHaveResource(CloudwatchLogGroup, { name: "/aws/rds/cluster/shop/postgresql", kmsKeyId: key });
    expect(stack).toHaveResource(RdsCluster, { enabledCloudwatchLogsExports: ["postgresql"] });
  });

  test("can be restored to any second of two weeks, and is not destroyed", () => {
    expect(stack).toHaveResource(RdsCluster, {
      backupRetentionPeriod: 14,
      preferredBackupWindow: "03:00-04:00",
      preferredMaintenanceWindow: "sun:04:30-sun:05:30",
      copyTagsToSnapshot: true,
      deletionProtection: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `shop-final-\${substr(${stack.resource("terraform_data").address}.id, 0, 8)}`,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("is measured every minute, by a role that RDS may use for these instances alone", () => {
    expect(stack.everyResource(RdsClusterInstance)).toMatchProperties({
      monitoringInterval: 60,
      monitoringRoleArn: referenceTo(IamRole, "arn"),
    });
    expect(stack).toHaveResource(IamRole, {
      assumeRolePolicy: jsonString({
        Statement: [
          {
            Condition: {
              ArnLike: {
                "aws:SourceArn": [expect.stringMatching(/:db:shop-1$/), expect.stringMatching(/:db:shop-2$/)],
              },
            },
          },
        ],
      }),
    });
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

test("a cluster with everything given has each value where RDS reads it", () => {
  const stack = auroraStack({
    engineVersion: "16.6",
    minimumCapacity: 0,
    maximumCapacity: 4.5,
    autoPauseSeconds: 3600,
    instances: 1,
    port: 6432,
    parameters: { work_mem: 8192 },
    snapshotIdentifier: "shop-before",
    iamAuthentication: false,
    monitoringIntervalSeconds: 0,
    deletionProtection: false,
  });
  expect(stack).toHaveResource(RdsCluster, {
    engineVersion: "16.6",
    serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 4.5, secondsUntilAutoPause: 3600 },
    port: 6432,
    snapshotIdentifier: "shop-before",
    iamDatabaseAuthenticationEnabled: false,
    deletionProtection: false,
    deleteAutomatedBackups: true,
    skipFinalSnapshot: true,
    finalSnapshotIdentifier: absent(),
    lifecycle: { ignore_changes: ["snapshot_identifier"] },
  });
  expect(stack).toHaveResource(RdsClusterInstance, {
    identifier: "shop-1",
    autoMinorVersionUpgrade: false,
    monitoringInterval: 0,
    monitoringRoleArn: absent(),
  });
  expect(stack.resource(RdsClusterParameterGroup).properties.parameter).toContainEqual({
    name: "work_mem",
    value: "8192",
    apply_method: "pending-reboot",
  });
});

test("a cluster that pauses does so after five minutes", () => {
  expect(auroraStack({ minimumCapacity: 0 })).toHaveResource(RdsCluster, {
    serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 16, secondsUntilAutoPause: 300 },
  });
});

test("its hosts are the cluster's, and a role connects with a token for the cluster", () => {
  const stack = testStack((scope) => {
    const database = auroraIn(scope);
    const role = new Role(scope, "reader", {
      name: "reader",
      description: "Reads",
      service: "ecs-tasks.amazonaws.com",
    });
    database.grantConnect(role, "reports");
    new TerraformOutput(scope, "hosts", { value: [database.host, database.readerHost] });
  });
  const { address } = stack.resource(RdsCluster);
  const outputs = stack.json.output as { hosts: { value: unknown } };
  expect(outputs.hosts.value).toEqual([`\${${address}.endpoint}`, `\${${address}.reader_endpoint}`]);
  const { address: account } = stack.dataSource(DataAwsCallerIdentity, { path: "database" });
  expect(stack.resource(IamRole, { path: "reader" })).toAllowAction("rds-db:connect", {
    resource:
      `arn:aws:rds-db:\${element(split(":", ${address}.arn), 3)}:` +
      `\${${account}.account_id}:dbuser:\${${address}.cluster_resource_id}/reports`,
  });
});

const refusals: [what: string, props: Partial<AuroraDatabaseProps>, message: string][] = [
  [
    "a version that RDS has and Aurora lacks",
    { engineVersion: "17.8" },
    'engineVersion must be 17, 17.4, 17.5, 17.6, 17.7 or 17.9; or { unlisted: "17.10" } for a minor version that RDS added after 2026-05-20, got "17.8".',
  ],
  [
    "a capacity between two halves",
    { minimumCapacity: 0.3 },
    "minimumCapacity must be 0 to 256 ACUs in halves with Aurora PostgreSQL 17, got 0.3.",
  ],
  [
    "a maximum of half a unit",
    { minimumCapacity: 0.5, maximumCapacity: 0.5 },
    "maximumCapacity must be 1 to 256 ACUs in halves with Aurora PostgreSQL 17, got 0.5.",
  ],
  [
    "a maximum below the minimum",
    { minimumCapacity: 8, maximumCapacity: 4 },
    "maximumCapacity must be at least minimumCapacity (8), got 4.",
  ],
  [
    "a pause that an old version cannot make",
    { engineVersion: "14.6", minimumCapacity: 0 },
    "minimumCapacity must be 0.5 to 128 ACUs in halves with Aurora PostgreSQL 14.6, got 0.",
  ],
  [
    "a capacity that an old version cannot reach",
    { engineVersion: "13.9", maximumCapacity: 256 },
    "maximumCapacity must be 1 to 128 ACUs in halves with Aurora PostgreSQL 13.9, got 256.",
  ],
  [
    "a time to pause where nothing pauses",
    { autoPauseSeconds: 600 },
    "autoPauseSeconds must be left out where minimumCapacity (2) is not 0, because the cluster never pauses, got 600.",
  ],
  ["more readers than Aurora has", { instances: 17 }, "instances must be a whole number from 1 to 16, got 17."],
  [
    "a user that is too long",
    { username: "a_user_of_17_long" },
    'username must be 1 to 16 letters, digits and underscores, beginning with a letter, got "a_user_of_17_long".',
  ],
  [
    "an identifier that leaves no room for the instances'",
    { identifier: "a".repeat(62) },
    `identifier must be at most 61 characters, since its instances are called <identifier>-2, got "${"a".repeat(62)}".`,
  ],
];

test.each(refusals)("%s is refused at synth", (_, props, message) => {
  expect(() => auroraStack(props)).toThrow(`test/database: ${message}`);
});
