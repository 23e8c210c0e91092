import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Construct } from "constructs";
import { Cache, type CacheProps, type ICache } from "../../../modules/cache";
import { LogGroup } from "../../../modules/logs";
import { SecurityGroup } from "../../../modules/networking";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { policies } from "../../../policies/policies";
import { cacheIn, cacheStack, roleIn } from "./parts";

describe("a cache with only what it needs", () => {
  const stack = cacheStack();

  test("is Valkey with a copy in another zone that takes over", () => {
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      replicationGroupId: "shop",
      engine: "valkey",
      engineVersion: "8.1",
      nodeType: "cache.t4g.small",
      dataTieringEnabled: absent(),
      port: 6379,
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
    });
  });

  test("takes connections with TLS alone, and is encrypted with the key", () => {
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: "true",
      kmsKeyId: referenceTo(KmsKey, "arn"),
    });
  });

  test("is in the isolated subnets, and reached by nobody until someone is let in", () => {
    expect(stack).toHaveResource(ElasticacheSubnetGroup, { name: "shop", subnetIds: ["subnet-1", "subnet-2"] });
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      subnetGroupName: referenceTo(ElasticacheSubnetGroup, "name"),
      securityGroupIds: [referenceTo(AwsSecurityGroup)],
    });
    expect(stack).toHaveNoResource("aws_vpc_security_group_ingress_rule");
  });

  test("keeps a snapshot of each day for a week, outside of its maintenance", () => {
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      snapshotRetentionLimit: 7,
      snapshotWindow: "03:00-04:00",
      maintenanceWindow: "sun:05:00-sun:06:00",
    });
  });

  test("is not destroyed, and would leave a snapshot named after an identity that only a replacement changes", () => {
    const identity = stack.resource("terraform_data");
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      lifecycle: { prevent_destroy: true },
      finalSnapshotIdentifier: `shop-final-\${substr(${identity.address}.id, 0, 8)}`,
    });
    expect(identity.properties.triggers_replace).toMatchObject({ identifier: "shop" });
  });

  test("has a parameter group of its own, for parameters to come", () => {
    expect(stack).toHaveResource(ElasticacheParameterGroup, {
      name: "shop-valkey8",
      family: "valkey8",
      parameter: [],
      lifecycle: { create_before_destroy: true },
    });
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      parameterGroupName: referenceTo(ElasticacheParameterGroup, "name"),
    });
  });

  test("has no password, no users and no logs", () => {
    expect(stack).toHaveResource(ElasticacheReplicationGroup, {
      authToken: absent(),
      userGroupIds: absent(),
      logDeliveryConfiguration: [],
    });
    expect(stack).toHaveNoResource("aws_cloudformation_stack");
    expect(stack).toHaveNoResource("aws_secretsmanager_secret");
  });

  test("satisfies every policy", () => {
    expect(stack).toSatisfyPolicies(policies);
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

test("a cache with every option has each value where ElastiCache reads it", () => {
  const stack = testStack((scope) => {
    const log = (id: string) => new LogGroup(scope, id, { name: `/cache/${id}`, retentionDays: 30 });
    cacheIn(scope, {
      engine: "redis",
      engineVersion: "7.1",
      nodeType: "cache.r6gd.xlarge",
      replicas: 0,
      subnets: "private",
      port: 7000,
      parameters: { "maxmemory-policy": "noeviction", activedefrag: "yes", timeout: 300 },
      maintenanceWindow: "mon:22:00-tue:01:00",
      snapshotWindow: "05:00-09:00",
      snapshotRetentionDays: 0,
      logs: { slow: log("slow"), engine: log("engine") },
      autoMinorVersionUpgrade: false,
      applyImmediately: true,
      deletionProtection: false,
    });
  });
  const delivery = (logType: string) => ({
    destination: `\${${stack.resource("aws_cloudwatch_log_group", { path: logType }).address}.name}`,
    destination_type: "cloudwatch-logs",
    log_format: "json",
    log_type: `${logType}-log`,
  });
  expect(stack).toHaveResource(ElasticacheReplicationGroup, {
    engine: "redis",
    engineVersion: "7.1",
    dataTieringEnabled: true,
    numCacheClusters: 1,
    automaticFailoverEnabled: false,
    multiAzEnabled: false,
    port: 7000,
    maintenanceWindow: "mon:22:00-tue:01:00",
    snapshotWindow: "05:00-09:00",
    snapshotRetentionLimit: 0,
    autoMinorVersionUpgrade: "false",
    applyImmediately: true,
    finalSnapshotIdentifier: absent(),
    lifecycle: absent(),
    logDeliveryConfiguration: [delivery("engine"), delivery("slow")],
  });
  expect(stack).toHaveResource(ElasticacheSubnetGroup, { subnetIds: ["subnet-private"] });
  expect(stack).toHaveResource(ElasticacheParameterGroup, {
    name: "shop-redis7",
    family: "redis7",
    parameter: [
      { name: "activedefrag", value: "yes" },
      { name: "maxmemory-policy", value: "noeviction" },
      { name: "timeout", value: "300" },
    ],
  });
});

test.each([
  ["valkey", "7.2", "valkey7", "required"],
  ["valkey", "9.0", "valkey9", "required"],
  ["redis", "7.0", "redis7", "required"],
  ["redis", "6.2", "redis6.x", absent()],
] as const)("%s %s has parameters of %s", (engine, engineVersion, family, transitEncryptionMode) => {
  const stack = cacheStack({ engine, engineVersion });
  expect(stack).toHaveResource(ElasticacheParameterGroup, { family, name: `shop-${family.replace(".", "-")}` });
  expect(stack).toHaveResource(ElasticacheReplicationGroup, { transitEncryptionEnabled: true, transitEncryptionMode });
});

test("an application gets host, port and URL; readers without copies get the primary", () => {
  const withCopies = cacheStack({ port: 7000 }, (cache, scope) => {
    expect(cache).toMatchObject({ port: 7000, passwordSecretArn: undefined, urlSecretArn: undefined });
    new LogGroup(scope, "url", { name: cache.url, retentionDays: 30 });
    new LogGroup(scope, "reader", { name: cache.readerHost, retentionDays: 30 });
  });
  const { address } = withCopies.resource(ElasticacheReplicationGroup);
  const nameOf = (stack: typeof withCopies, path: string) =>
    stack.resource("aws_cloudwatch_log_group", { path }).properties.name;
  expect(nameOf(withCopies, "url")).toBe(`rediss://\${${address}.primary_endpoint_address}:7000`);
  expect(nameOf(withCopies, "reader")).toBe(`\${${address}.reader_endpoint_address}`);
  const alone = cacheStack({ replicas: 0 }, (cache, scope) => {
    new LogGroup(scope, "reader", { name: cache.readerHost, retentionDays: 30 });
  });
  expect(nameOf(alone, "reader")).toBe(`\${${address}.primary_endpoint_address}`);
});

describe("an existing cache", () => {
  const attributes = (scope: Construct) => ({
    identifier: "old",
    host: "master.old.cache.example",
    port: 6379,
    securityGroup: SecurityGroup.fromSecurityGroupId(scope, "group", "sg-1", "old"),
  });

  test("has a URL with TLS unless it has none, and no resources", () => {
    const urls: string[] = [];
    const stack = testStack((scope) => {
      urls.push(Cache.fromAttributes(scope, "tls", attributes(scope)).url);
      urls.push(
        Cache.fromAttributes(scope, "plain", {
          ...attributes(new LogGroup(scope, "x", { name: "x", retentionDays: 1 })),
          tls: false,
        }).url,
      );
    });
    expect(urls).toEqual(["rediss://master.old.cache.example:6379", "redis://master.old.cache.example:6379"]);
    expect(stack).toHaveNoResource(ElasticacheReplicationGroup);
  });

  test("lets a role read its password with the key", () => {
    const stack = testStack((scope) => {
      const cache: ICache = Cache.fromAttributes(scope, "old", {
        ...attributes(scope),
        passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:old",
        passwordKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
      });
      cache.grantReadPassword(roleIn(scope));
    });
    const role = stack.resource(IamRole);
    expect(role).toAllowAction("secretsmanager:GetSecretValue", {
      resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:old",
    });
    expect(role).toAllowAction("kms:Decrypt", { resource: "arn:aws:kms:eu-central-1:111122223333:key/1" });
  });
});

const rejections: [what: string, props: Partial<CacheProps>, message: string][] = [
  [
    "an identifier in upper case",
    { identifier: "Shop" },
    'identifier must be 1 to 32 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen, got "Shop".',
  ],
  ["an unknown engine", { engine: "memcached" as "redis" }, 'engine must be one of valkey, redis, got "memcached".'],
  [
    "a version of another engine",
    { engine: "redis", engineVersion: "8.1" },
    'engineVersion must be 6.2, 7.0 or 7.1, got "8.1".',
  ],
  [
    "Valkey before its first version on AWS",
    { engineVersion: "7.1" },
    'engineVersion must be a version of Valkey from 7.2 on, such as 8.1, got "7.1".',
  ],
  [
    "an instance type of EC2",
    { nodeType: "t4g.small" },
    'nodeType must be an ElastiCache node type such as cache.t4g.small, got "t4g.small".',
  ],
  ["six replicas", { replicas: 6 }, "replicas must be a whole number from 0 to 5, got 6."],
  ["a port of the system", { port: 80 }, "port must be a whole number from 1024 to 65535, got 80."],
  [
    "snapshots for too long",
    { snapshotRetentionDays: 36 },
    "snapshotRetentionDays must be a whole number from 0 to 35 days, got 36.",
  ],
  [
    "a snapshot window without minutes",
    { snapshotWindow: "3-4" },
    'snapshotWindow must be hh:mm-hh:mm in UTC, such as 03:00-04:00, got "3-4".',
  ],
  [
    "a maintenance window without days",
    { maintenanceWindow: "05:00-06:00" },
    'maintenanceWindow must be ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30, got "05:00-06:00".',
  ],
  [
    "a snapshot window of half an hour",
    { snapshotWindow: "03:00-03:30" },
    'snapshotWindow must be at least 60 minutes, got "03:00-03:30".',
  ],
  [
    "a maintenance window of half an hour",
    { maintenanceWindow: "sun:05:00-sun:05:30" },
    'maintenanceWindow must be at least 60 minutes, got "sun:05:00-sun:05:30".',
  ],
  [
    "windows that overlap",
    { snapshotWindow: "05:30-06:30" },
    'maintenanceWindow must be apart from snapshotWindow 05:30-06:30, got "sun:05:00-sun:06:00".',
  ],
  [
    "a secret's name that ends like an ARN",
    { password: { secretName: "shop-abc123" } },
    'password.secretName must be 1 to 512 letters, digits and / _ + = . @ -, not ending with a hyphen and six characters, got "shop-abc123".',
  ],
  [
    "one secret for password and URL",
    { password: { secretName: "shop/CACHE", urlSecretName: "shop/CACHE" } },
    'password.urlSecretName must be another name than password.secretName, got "shop/CACHE".',
  ],
];

test.each(rejections)("%s is rejected at synth", (_, props, message) => {
  expect(() => cacheStack(props)).toThrow(`test/cache: ${message}`);
});
