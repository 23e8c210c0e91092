import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { shop } from "../../fixtures/shop";
import { adopt as schema, type AdoptInput } from "../../../modules/platform/environment/schema/adopt";
import type { Environment } from "../../../modules/platform/environment";
import { withPart } from "../../helpers/change";
import { Platform } from "../../../modules/platform";
import { absent, synthesize } from "../../../packages/jest-terraform";

const platform = (adopt: AdoptInput, change: Partial<Environment> = {}) =>
  synthesize((app) => void new Platform(app, { ...shop, ...change, adopt: schema.parse(adopt) }));

const imports = (adopt: AdoptInput, layer: string, change: Partial<Environment> = {}) =>
  platform(adopt, change).stack(`production-${layer}`).json.import;

const elb = "arn:aws:elasticloadbalancing:eu-central-1:111122223333";
const arnOf = (secret: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${secret}-AbCdEf`;

/** Two private subnets stand where the plan has the second zone's others, which move. */
const elsewhere: AdoptInput = {
  network: {
    vpc: "vpc-0a1b2c3d",
    internetGateway: "igw-0a1b2c3d",
    subnets: {
      public: {
        "eu-central-1a": { id: "subnet-0000000a", cidr: "10.20.32.0/20", routeTable: "rtb-00000001" },
        "eu-central-1b": { cidr: "10.20.192.0/20" },
      },
      isolated: { "eu-central-1b": { cidr: "10.20.208.0/20" } },
      private: {
        "eu-central-1a": { id: "subnet-0000000b", cidr: "10.20.96.0/20", routeTable: "rtb-00000002" },
        "eu-central-1b": { id: "subnet-0000000c", cidr: "10.20.112.0/20", routeTable: "rtb-00000002" },
      },
    },
    natGateways: { "eu-central-1a": { id: "nat-0a1b2c3d", address: "eipalloc-0a1b2c3d" } },
    endpoints: { s3: "vpce-0a1b2c3d" },
  },
};

test("without adopt nothing is imported", () => {
  const app = synthesize((scope) => void new Platform(scope, shop));
  for (const { json } of app.stacks) expect(json).not.toHaveProperty("import");
});

test("a VPC is imported with its gateways, routes, endpoints, and those subnets that are there", () => {
  expect(imports(elsewhere, "foundation")).toEqual([
    { to: "aws_vpc.network_vpc", id: "vpc-0a1b2c3d" },
    { to: "aws_internet_gateway.network_internet-gateway", id: "igw-0a1b2c3d" },
    { to: "aws_subnet.network_public_subnet-eu-central-1a", id: "subnet-0000000a" },
    {
      to: "aws_route_table_association.network_public_association-eu-central-1a",
      id: "subnet-0000000a/rtb-00000001",
    },
    { to: "aws_route_table.network_public_route-table", id: "rtb-00000001" },
    { to: "aws_subnet.network_private_subnet-eu-central-1a", id: "subnet-0000000b" },
    {
      to: "aws_route_table_association.network_private_association-eu-central-1a",
      id: "subnet-0000000b/rtb-00000002",
    },
    { to: "aws_subnet.network_private_subnet-eu-central-1b", id: "subnet-0000000c" },
    {
      to: "aws_route_table_association.network_private_association-eu-central-1b",
      id: "subnet-0000000c/rtb-00000002",
    },
    { to: "aws_route_table.network_private_route-table-eu-central-1a", id: "rtb-00000002" },
    { to: "aws_route.network_internet-route", id: "rtb-00000001_0.0.0.0/0" },
    { to: "aws_route.network_nat_route-eu-central-1a", id: "rtb-00000002_0.0.0.0/0" },
    { to: "aws_nat_gateway.network_nat_gateway-eu-central-1a", id: "nat-0a1b2c3d" },
    { to: "aws_eip.network_nat_address-eu-central-1a", id: "eipalloc-0a1b2c3d" },
    { to: "aws_vpc_endpoint.network_endpoints_s3", id: "vpce-0a1b2c3d" },
  ]);
});

test("subnets keep their addresses, and new ones get those that adopt gives them", () => {
  const foundation = platform(elsewhere).stack("production-foundation");
  const cidrOf = (path: string) => foundation.resource(Subnet, { path }).properties.cidr_block;
  expect(cidrOf("network/private/subnet-eu-central-1a")).toBe("10.20.96.0/20");
  expect(cidrOf("network/isolated/subnet-eu-central-1b")).toBe("10.20.208.0/20");
});

test("addresses that two subnets would have are refused, with both of them", () => {
  const { isolated: _, ...subnets } = elsewhere.network?.subnets ?? {};
  expect(() => platform({ network: { ...elsewhere.network!, subnets } })).toThrow(
    'adopt.network.subnets.isolated.eu-central-1b  must be apart from addresses.private.eu-central-1b, which has 10.20.112.0/20; got "10.20.112.0/20"',
  );
});

test("the VPC's default security group is closed, or left alone where something uses it", () => {
  const left: AdoptInput = { network: { ...elsewhere.network!, defaultSecurityGroup: "left" } };
  expect(platform(elsewhere).stack("production-foundation")).toHaveResource(DefaultSecurityGroup);
  expect(platform(left).stack("production-foundation")).toHaveNoResource(DefaultSecurityGroup);
});

test("what can never be changed of a resource stays as it is: nothing that is taken over is replaced", () => {
  const app = platform({
    cluster: true,
    repository: { encryption: "AES256" },
    securityGroups: {
      instances: { id: "sg-0a1b2c3d", name: "launch-wizard-1", description: "launch-wizard-1 created 2024" },
    },
    roles: { execution: { name: "ecsTaskExecutionRole", path: "/service-role/" } },
    targetGroup: { arn: `${elb}:targetgroup/tg/0a1b`, name: "tg", port: 80 },
    service: { launchType: "EC2" },
    database: { encrypted: false, subnetGroup: { name: "hand", subnets: ["subnet-0000000a", "subnet-0000000b"] } },
  });
  const [foundation, data, service] = ["foundation", "data", "service"].map((layer) =>
    app.stack(`production-${layer}`),
  );
  expect(foundation!.resource(EcrRepository).properties.encryption_configuration).toEqual([
    { encryption_type: "AES256" },
  ]);
  expect(foundation!.resource(SecurityGroup, { path: "capacity/security-group" })).toMatchProperties({
    name: "launch-wizard-1",
    namePrefix: absent(),
    description: "launch-wizard-1 created 2024",
  });
  expect(service!.resource(IamRole, { path: "execution-role" })).toMatchProperties({
    name: "ecsTaskExecutionRole",
    path: "/service-role/",
  });
  expect(service!.resource(LbTargetGroup)).toMatchProperties({ name: "tg", namePrefix: absent(), port: 80 });
  expect(service!.resource(EcsService)).toMatchProperties({ launchType: "EC2", capacityProviderStrategy: absent() });
  expect(data!.resource(DbInstance)).toMatchProperties({
    storageEncrypted: false,
    kmsKeyId: absent(),
    dbName: absent(),
    username: absent(),
    engineVersion: absent(),
  });
  expect(foundation!.json.import).toContainEqual({ to: "aws_ecs_cluster.cluster", id: "Acorn-Production-Cluster" });
  expect(service!.json.import).toContainEqual({
    to: "aws_ecs_service.service",
    id: "Acorn-Production-Cluster/Acorn-Production",
  });
});

test("the HTTPS listener continues sending requests to the service, until its own rule exists", () => {
  const targetGroup = `${elb}:targetgroup/tg/0a1b`;
  const listener = `${elb}:listener/app/web/0a1b/2c3d`;
  const loadBalancer = { arn: `${elb}:loadbalancer/app/web/0a1b`, httpsListener: listener };
  const action = (defaultTargetGroup?: string) =>
    platform({ loadBalancer: { ...loadBalancer, defaultTargetGroup } })
      .stack("production-foundation")
      .resource(LbListener, { path: "load-balancer/https" }).properties.default_action;
  expect(action(targetGroup)).toEqual([{ type: "forward", target_group_arn: targetGroup }]);
  expect(action()).toEqual([expect.objectContaining({ type: "fixed-response" })]);
});

describe("the password of a database that is taken over", () => {
  const data = (passwordVersion: number) => {
    const secrets = { DATABASE_PASSWORD: { arn: arnOf("prod-db"), name: "prod-db" } };
    return platform({ database: { encrypted: true }, secrets }, withPart(shop, "databases", { passwordVersion })).stack(
      "production-data",
    );
  };

  test("stays as it is, in the database and in its secret", () => {
    expect(data(1).resource(DbInstance)).toMatchProperties({ passwordWo: absent(), passwordWoVersion: absent() });
    expect(data(1)).toHaveResourceCount(SecretsmanagerSecretVersion, 1);
    expect(data(1)).toHaveResource(SecretsmanagerSecretVersion, {}, { path: "secrets/SESSION_KEY" });
    expect(data(1).resource(SecretsmanagerSecret, { path: "database/password" })).toMatchProperties({
      name: "prod-db",
      kmsKeyId: absent(),
    });
  });

  test("is made again, in both, when passwordVersion is raised", () => {
    expect(data(2).resource(DbInstance)).toMatchProperties({ passwordWoVersion: 2 });
    expect(data(2).resource(SecretsmanagerSecretVersion, { path: "database/password" })).toMatchProperties({
      secretStringWoVersion: 2,
    });
  });
});

test("a secret keeps its name and key, and the execution role may use that key", () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b";
  const app = platform({ secrets: { PAYMENT_KEY: { arn: arnOf("payment"), name: "payment", key } } });
  expect(
    app.stack("production-data").resource(SecretsmanagerSecret, { path: "secrets/PAYMENT_KEY" }),
  ).toMatchProperties({ name: "payment", kmsKeyId: key });
  expect(app.stack("production-service").resource(IamRole, { path: "execution-role" })).toAllowAction("kms:Decrypt", {
    resource: key,
  });
});

test("a generated secret that exists keeps its value", () => {
  const adopted = { secrets: { SESSION_KEY: { arn: arnOf("base"), name: "base" } } };
  const [before, after] = [{}, adopted].map((adopt) =>
    platform(adopt).stack("production-data").everyResource(SecretsmanagerSecretVersion),
  );
  expect(before).toHaveLength(2);
  expect(after).toHaveLength(1);
});

test("log groups go to the stack that has them, and anything else goes by its Terraform address", () => {
  const adopt: AdoptInput = {
    logGroups: ["/ecs/acorn-production", "/aws/rds/instance/acorn-production/postgresql"],
    imports: { "production-service/aws_sns_topic.monitoring_topic": "arn:aws:sns:eu-central-1:111122223333:alarms" },
  };
  expect(imports(adopt, "foundation")).toBeUndefined();
  expect(imports(adopt, "data")).toEqual([
    {
      to: "aws_cloudwatch_log_group.database_postgresql-log",
      id: "/aws/rds/instance/acorn-production/postgresql",
    },
  ]);
  expect(imports(adopt, "service")).toEqual([
    {
      to: "aws_cloudwatch_log_group.app-logs_log-group",
      id: "/ecs/acorn-production",
    },
    { to: "aws_sns_topic.monitoring_topic", id: "arn:aws:sns:eu-central-1:111122223333:alarms" },
  ]);
});

describe("one line says what is wrong, and where", () => {
  test.each<[string, AdoptInput, string]>([
    [
      "a log group of no stack",
      { logGroups: ["/ecs/other"] },
      "adopt.logGroups: no stack of production has a log group /ecs/other",
    ],
    [
      "an import into no stack",
      { imports: { "staging-data/aws_s3_bucket.storage_private_bucket": "files" } },
      "adopt.imports: staging-data/aws_s3_bucket.storage_private_bucket is in none of the stacks production-foundation",
    ],
    [
      "an address that the stack does not have",
      { imports: { "production-data/aws_s3_bucket.uploads": "files" } },
      "adopt.imports: production-data has no aws_s3_bucket.uploads to import into; of its type it has: aws_s3_bucket.storage_private_bucket",
    ],
    [
      "one resource at two addresses",
      {
        securityGroups: {
          loadBalancer: { id: "sg-0a1b2c3d", name: "all", description: "all" },
          instances: { id: "sg-0a1b2c3d", name: "all", description: "all" },
        },
      },
      "adopt.securityGroups.instances: sg-0a1b2c3d is already adopted by adopt.securityGroups.loadBalancer",
    ],
  ])("%s", (_, adopt, message) => {
    expect(() => platform(adopt)).toThrow(message);
  });
});
