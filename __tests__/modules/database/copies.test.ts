import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformOutput } from "cdktf";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";
import { databaseIn, databaseStack } from "./parts";

describe("read replicas", () => {
  const stack = testStack((scope) => {
    const database = databaseIn(scope, {
      replicas: {
        reports: { instanceClass: "db.r7g.large", zone: "eu-central-1b" },
        search: { deletionProtection: false },
      },
    });
    new TerraformOutput(scope, "host", { value: database.replicaHosts.reports });
    new TerraformOutput(scope, "name", { value: database.replicaIdentifiers.search });
  });
  const reports = { path: "database/replica-reports" };
  const search = { path: "database/replica-search" };

  test("follow the database under names of their own", () => {
    const source = referenceTo("database/instance", "identifier");
    expect(stack.resource(DbInstance, reports)).toMatchProperties({
      identifier: "shop-reports",
      replicateSourceDb: source,
      instanceClass: "db.r7g.large",
      availabilityZone: "eu-central-1b",
      multiAz: false,
    });
    expect(stack.resource(DbInstance, search)).toMatchProperties({
      identifier: "shop-search",
      replicateSourceDb: source,
      instanceClass: "db.m7g.large",
      availabilityZone: absent(),
      multiAz: true,
    });
  });

  test("have a standby where their source has one, unless they are asked not to", () => {
    const replicaOf = (multiAz: boolean, own?: boolean) =>
      databaseStack({ multiAz, replicas: { reports: { multiAz: own } } }).resource(DbInstance, reports).properties
        .multi_az;
    expect([replicaOf(true), replicaOf(false), replicaOf(true, false), replicaOf(false, true)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("inherit what RDS takes from the source alone", () => {
    expect(stack.resource(DbInstance, reports)).toMatchProperties({
      engine: absent(),
      engineVersion: absent(),
      username: absent(),
      dbName: absent(),
      passwordWo: absent(),
      kmsKeyId: absent(),
      allocatedStorage: absent(),
      dbSubnetGroupName: absent(),
      backupRetentionPeriod: absent(),
    });
  });

  test("are as closed, encrypted and watched as the source", () => {
    expect(stack.everyResource(DbInstance)).toMatchProperties({
      publiclyAccessible: false,
      storageEncrypted: true,
      vpcSecurityGroupIds: [referenceTo("database/security-group")],
      parameterGroupName: referenceTo(DbParameterGroup, "name"),
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      monitoringInterval: 60,
      monitoringRoleArn: referenceTo(IamRole, "arn"),
      performanceInsightsEnabled: true,
      maxAllocatedStorage: 500,
      copyTagsToSnapshot: true,
    });
    expect(stack.resource(IamRole)).toMatchProperties({
      assumeRolePolicy: jsonString({
        Statement: [
          {
            Condition: {
              ArnLike: {
                "aws:SourceArn": [
                  expect.stringMatching(/:db:shop$/),
                  expect.stringMatching(/:db:shop-reports$/),
                  expect.stringMatching(/:db:shop-search$/),
                ],
              },
            },
          },
        ],
      }),
    });
  });

  test("have log groups of their own, which come first", () => {
    const names = stack.everyResource(CloudwatchLogGroup).map(({ properties }) => properties.name);
    expect(new Set(names)).toEqual(
      new Set(
        ["shop", "shop-reports", "shop-search"].flatMap((name) => [
          `/aws/rds/instance/${name}/postgresql`,
          `/aws/rds/instance/${name}/upgrade`,
        ]),
      ),
    );
    const groups = stack.everyResource(CloudwatchLogGroup, reports).map(({ address }) => address);
    expect(stack.resource(DbInstance, reports).properties.depends_on).toEqual(expect.arrayContaining(groups));
  });

  test("hold nothing of their own: RDS refuses to delete them unless asked otherwise, and takes no last snapshot", () => {
    expect(stack.resource(DbInstance, reports)).toMatchProperties({
      deletionProtection: true,
      skipFinalSnapshot: true,
      lifecycle: absent(),
    });
    expect(stack.resource(DbInstance, search)).toMatchProperties({ deletionProtection: false });
  });

  test("are reached under hosts of their own, and watched by identifiers that are known at synth", () => {
    const { address } = stack.resource(DbInstance, reports);
    const outputs = stack.json.output as Record<string, { value: string }>;
    expect(outputs.host?.value).toBe(`\${${address}.address}`);
    expect(outputs.name?.value).toBe("shop-search");
  });
});

describe("a restore", () => {
  const stack = databaseStack({ snapshotIdentifier: "shop-before", deletionProtection: true });

  test("starts from a snapshot, with the password of the secret", () => {
    expect(stack).toHaveResource(DbInstance, {
      snapshotIdentifier: "shop-before",
      passwordWo: referenceTo("database/password/value", "secret_string"),
    });
  });

  test("is never repeated: neither another snapshot nor its key replaces the database", () => {
    expect(stack).toHaveResource(DbInstance, {
      lifecycle: { prevent_destroy: true, ignore_changes: ["kms_key_id", "snapshot_identifier"] },
    });
    const temporary = databaseStack({ snapshotIdentifier: "shop-before", deletionProtection: false });
    expect(temporary).toHaveResource(DbInstance, {
      lifecycle: { ignore_changes: ["kms_key_id", "snapshot_identifier"] },
    });
  });
});
