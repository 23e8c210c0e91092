import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { absent, jsonString, referenceTo } from "../../../packages/jest-terraform";
import { databaseStack } from "./parts";

describe("a database with only what it demands", () => {
  const stack = databaseStack();
  const instance = stack.resource(DbInstance);

  test("is PostgreSQL 17 that takes minor versions by itself, and no major ones", () => {
    expect(stack).toHaveResource(DbInstance, {
      engine: "postgres",
      engineVersion: "17",
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      dbName: "shop",
      username: "app",
      port: 5432,
    });
  });

  test("is in the isolated subnets, without a public address, in two zones", () => {
    expect(stack).toHaveResource(DbInstance, {
      dbSubnetGroupName: referenceTo(DbSubnetGroup, "name"),
      publiclyAccessible: false,
      multiAz: true,
    });
    const subnets = stack.resource(DbSubnetGroup).properties.subnet_ids as string[];
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(subnet).toContain("network_isolated");
  });

  test("is reached by nobody until someone is let in", () => {
    expect(instance).not.toBeReachableFrom("0.0.0.0/0", 5432);
    expect(instance).not.toBeReachableFrom("10.0.0.0/16", 5432);
    expect(stack).toHaveNoResource("aws_vpc_security_group_ingress_rule");
    expect(stack).toHaveNoResource("aws_vpc_security_group_egress_rule");
  });

  test("refuses connections without TLS, and has the certificate of an authority that lives until 2061", () => {
    expect(stack).toHaveResource(DbInstance, {
      parameterGroupName: referenceTo(DbParameterGroup, "name"),
      caCertIdentifier: "rds-ca-rsa2048-g1",
    });
    expect(stack.resource(DbParameterGroup).properties.parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  test("is encrypted with the customer key: storage, Performance Insights and logs", () => {
    const key = referenceTo(KmsKey, "arn");
    expect(stack).toHaveResource(DbInstance, {
      storageEncrypted: true,
      kmsKeyId: key,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key,
    });
    expect(stack.everyResource(CloudwatchLogGroup)).toMatchProperties({ kmsKeyId: key });
  });

  test("keeps 100 GiB of gp3 that grow to 500 by themselves", () => {
    expect(stack).toHaveResource(DbInstance, { storageType: "gp3", allocatedStorage: 100, maxAllocatedStorage: 500 });
  });

  test("can be restored to any second of two weeks", () => {
    expect(stack).toHaveResource(DbInstance, {
      backupRetentionPeriod: 14,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      copyTagsToSnapshot: true,
    });
  });

  test("deletionProtection: neither Terraform nor RDS destroys it, and a last snapshot would be kept with the backups", () => {
    expect(stack).toHaveResource(DbInstance, {
      deletionProtection: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("names its last snapshot after an identity that only a replacement changes", () => {
    const identity = stack.resource("terraform_data");
    expect(instance.properties.final_snapshot_identifier).toBe(`shop-final-\${substr(${identity.address}.id, 0, 8)}`);
    expect(identity.properties.triggers_replace).toMatchObject({ identifier: "shop", databaseName: "shop" });
  });

  test("is measured every minute, by a role that RDS may use for this instance alone", () => {
    expect(stack).toHaveResource(DbInstance, {
      monitoringInterval: 60,
      monitoringRoleArn: referenceTo(IamRole, "arn"),
      performanceInsightsRetentionPeriod: 7,
    });
    const { address: account } = stack.dataSource(DataAwsCallerIdentity, { path: "database" });
    expect(stack).toHaveResource(IamRole, {
      assumeRolePolicy: jsonString({
        Statement: [
          {
            Principal: { Service: "monitoring.rds.amazonaws.com" },
            Condition: {
              ArnLike: {
                "aws:SourceArn": `arn:aws:rds:*:\${${account}.account_id}:db:shop`,
              },
              StringEquals: { "aws:SourceAccount": `\${${account}.account_id}` },
            },
          },
        ],
      }),
    });
    expect(stack).toHaveResource(IamRolePolicyAttachment, {
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  test("waits for its log groups and its monitoring role, which RDS uses at once", () => {
    expect(stack).toHaveResource(DbInstance, { enabledCloudwatchLogsExports: ["postgresql", "upgrade"] });
    const groups = stack.everyResource(CloudwatchLogGroup);
    expect(groups.map(({ properties }) => properties.name)).toEqual([
      "/aws/rds/instance/shop/postgresql",
      "/aws/rds/instance/shop/upgrade",
    ]);
    expect(groups).toMatchProperties({ retentionInDays: 30 });
    const waitsFor = [...groups, stack.resource(IamRolePolicyAttachment)].map(({ address }) => address);
    expect(instance.properties.depends_on).toEqual(expect.arrayContaining(waitsFor));
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

describe("a database with every option", () => {
  const stack = databaseStack({
    engineVersion: "17.5",
    storageGiB: 200,
    maximumStorageGiB: 200,
    multiAz: false,
    port: 6432,
    backupRetentionDays: 35,
    backupWindow: "23:45-00:15",
    maintenanceWindow: "mon:00:15-mon:00:45",
    performanceInsightsRetentionDays: 731,
    monitoringIntervalSeconds: 0,
    logRetentionDays: 365,
    iamAuthentication: true,
    applyImmediately: true,
    deletionProtection: false,
  });

  test("stays at the minor version that was named", () => {
    expect(stack).toHaveResource(DbInstance, { engineVersion: "17.5", autoMinorVersionUpgrade: false });
  });

  test("has each value where RDS reads it", () => {
    expect(stack).toHaveResource(DbInstance, {
      multiAz: false,
      port: 6432,
      backupRetentionPeriod: 35,
      backupWindow: "23:45-00:15",
      maintenanceWindow: "mon:00:15-mon:00:45",
      performanceInsightsRetentionPeriod: 731,
      iamDatabaseAuthenticationEnabled: true,
      applyImmediately: true,
    });
    expect(stack.everyResource(CloudwatchLogGroup)).toMatchProperties({ retentionInDays: 365 });
  });

  test("does not grow where the maximum is what it has", () => {
    expect(stack).toHaveResource(DbInstance, { allocatedStorage: 200, maxAllocatedStorage: absent() });
  });

  test("has no monitoring role where nothing is measured", () => {
    expect(stack).toHaveResource(DbInstance, { monitoringInterval: 0, monitoringRoleArn: absent() });
    expect(stack).toHaveNoResource(IamRole);
  });

  test("can be destroyed, with its backups and without a snapshot", () => {
    expect(stack).toHaveResource(DbInstance, {
      deletionProtection: false,
      deleteAutomatedBackups: true,
      skipFinalSnapshot: true,
      finalSnapshotIdentifier: absent(),
      lifecycle: absent(),
    });
    expect(stack.everyResource(CloudwatchLogGroup)).toMatchProperties({ lifecycle: absent() });
    expect(stack).toHaveNoResource("terraform_data");
  });
});

describe("parameters", () => {
  const parametersOf = (parameters: Parameters<typeof databaseStack>[0]) =>
    databaseStack(parameters).resource(DbParameterGroup).properties.parameter;

  test("stand in a group that can be replaced while it is in use", () => {
    expect(databaseStack()).toHaveResource(DbParameterGroup, {
      namePrefix: "shop-",
      name: absent(),
      family: "postgres17",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("keep statistics of statements, and log slow ones, waits for locks and changes of the schema", () => {
    expect(parametersOf({})).toEqual([
      { name: "log_lock_waits", value: "1", apply_method: "immediate" },
      { name: "log_min_duration_statement", value: "1000", apply_method: "immediate" },
      { name: "log_statement", value: "ddl", apply_method: "immediate" },
      { name: "log_temp_files", value: "10240", apply_method: "immediate" },
      { name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" },
      { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
    ]);
  });

  test("that are given come on top, and wait for a reboot unless they say otherwise", () => {
    const parameters = {
      max_connections: 200,
      log_min_duration_statement: 250,
      work_mem: { value: 8192, applyMethod: "immediate" },
    } as const;
    expect(parametersOf({ parameters })).toEqual(
      expect.arrayContaining([
        { name: "log_min_duration_statement", value: "250", apply_method: "pending-reboot" },
        { name: "max_connections", value: "200", apply_method: "pending-reboot" },
        { name: "work_mem", value: "8192", apply_method: "immediate" },
      ]),
    );
  });
});
