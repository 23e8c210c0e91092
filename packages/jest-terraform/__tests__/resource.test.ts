import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { readConfiguration } from "../../terraform-json";
import { absent, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  const network = new Construct(scope, "network");
  const vpc = new Vpc(network, "vpc", { cidrBlock: "10.0.0.0/16", tags: { costCenter: "42" } });
  new Subnet(network, "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  new Subnet(network, "b", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
  new Subnet(scope, "other", { vpcId: "vpc-1", cidrBlock: "10.1.0.0/24", availabilityZone: "eu-central-1a" });
  new EcsService(scope, "service", {
    name: "web",
    desiredCount: 0,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    lifecycle: { ignoreChanges: ["desired_count"] },
  });
  new DataAwsVpc(scope, "shared", { cidrBlock: "10.9.0.0/16" });
});

describe("toHaveResource", () => {
  test("finds a resource by class or by Terraform's name", () => {
    expect(stack).toHaveResource(EcsService);
    expect(stack).toHaveResource("aws_ecs_service");
    expect(stack).not.toHaveResource(Eip);
  });

  test("takes properties in camelCase and in snake_case, nested ones too", () => {
    expect(stack).toHaveResource(EcsService, { desiredCount: 0, deploymentCircuitBreaker: { enable: true } });
    expect(stack).toHaveResource(EcsService, { desired_count: 0, deployment_circuit_breaker: { rollback: true } });
    expect(stack).toHaveResource(EcsService, { lifecycle: { ignoreChanges: ["desired_count"] } });
  });

  test("asks all properties of one resource, not of any", () => {
    expect(stack).toHaveResource(Subnet, { cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
    expect(stack).not.toHaveResource(Subnet, { cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
  });

  test("tells resources apart by construct id, Terraform name and construct path", () => {
    expect(stack).toHaveResource(Subnet, { mapPublicIpOnLaunch: true }, { id: "b" });
    expect(stack).toHaveResource(Subnet, { mapPublicIpOnLaunch: absent() }, { path: "test/network/a" });
    expect(stack).toHaveResource(Subnet, { mapPublicIpOnLaunch: absent() }, { path: "network/a" });
    expect(stack).toHaveResource(Subnet, { vpcId: referenceTo(Vpc) }, { path: "network" });
    expect(stack).not.toHaveResource(Subnet, { vpcId: "vpc-1" }, { path: "network" });
    expect(stack).not.toHaveResource(Subnet, undefined, { id: "c" });
  });

  test("leaves the keys of tags as they are", () => {
    expect(stack).toHaveResource(Vpc, { tags: { costCenter: "42" } });
    expect(stack).not.toHaveResource(Vpc, { tags: { cost_center: "42" } });
  });

  test("shows the closest resource, what differs, and how many others were looked at", () => {
    const wrong = { cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true, vpcId: referenceTo(Vpc, "id") };
    expect(messageOf(() => expect(stack).toHaveResource(Subnet, { ...wrong, availabilityZone: absent() }))).toBe(
      lines(
        "expect(stack).toHaveResource(aws_subnet, properties)",
        "",
        "No aws_subnet of test has these properties. The closest is aws_subnet.network_a_77598A68 at test/network/a (2 others were looked at):",
        "",
        "- Expected",
        "+ Received",
        "",
        "- map_public_ip_on_launch: true",
        "+ map_public_ip_on_launch: absent",
      ),
    );
  });

  test("shows nested differences by their path", () => {
    const wrong = { deploymentCircuitBreaker: { enable: false, rollback: true }, desiredCount: 1 };
    expect(messageOf(() => expect(stack).toHaveResource(EcsService, wrong))).toBe(
      lines(
        "expect(stack).toHaveResource(aws_ecs_service, properties)",
        "",
        "No aws_ecs_service of test has these properties. The closest is aws_ecs_service.service at test/service (no other was looked at):",
        "",
        "- Expected",
        "+ Received",
        "",
        "- deployment_circuit_breaker.enable: false",
        "+ deployment_circuit_breaker.enable: true",
        "- desired_count: 1",
        "+ desired_count: 0",
      ),
    );
  });

  test("says that there is none, and which there are when only the selector is wrong", () => {
    expect(messageOf(() => expect(stack).toHaveResource(Eip, { domain: "vpc" }))).toBe(
      lines("expect(stack).toHaveResource(aws_eip, properties)", "", "test has no aws_eip"),
    );
    expect(messageOf(() => expect(stack).toHaveResource(EcsService, {}, { id: "worker", path: "test/a" }))).toBe(
      lines(
        "expect(stack).toHaveResource(aws_ecs_service)",
        "",
        'test has no aws_ecs_service with id "worker" and path "test/a"; there are:',
        "  aws_ecs_service.service at test/service",
      ),
    );
  });

  test(".not shows the resource that should not be there", () => {
    expect(messageOf(() => expect(stack).not.toHaveResource(EcsService, { name: "web" }))).toBe(
      lines(
        "expect(stack).not.toHaveResource(aws_ecs_service, properties)",
        "",
        "aws_ecs_service.service at test/service has these properties:",
        '  {"name": "web"}',
      ),
    );
    expect(messageOf(() => expect(stack).not.toHaveResource(EcsService))).toBe(
      lines(
        "expect(stack).not.toHaveResource(aws_ecs_service)",
        "",
        "aws_ecs_service.service at test/service is there",
      ),
    );
  });

  test("refuses a receiver that is no stack", () => {
    let unsynthesized: TerraformStack | undefined;
    testStack((scope) => (unsynthesized = scope));
    expect(messageOf(() => expect(unsynthesized).toHaveResource(Vpc))).toBe(
      lines(
        "expect(received).toHaveResource(...)",
        "",
        "received must be a stack or app from synthesize() or testStack(), got a cdktf TerraformStack; " +
          'synthesize it first: synthesize(app).stack("name")',
      ),
    );
    expect(messageOf(() => expect('{"resource":{}}').not.toHaveResource(Vpc))).toBe(
      lines(
        "expect(received).not.toHaveResource(...)",
        "",
        "received must be a stack or app from synthesize() or testStack(), got a string",
      ),
    );
    expect(messageOf(() => expect(stack.resource(Vpc)).toHaveResource(Vpc))).toContain(
      "got the resource aws_vpc.network_vpc_",
    );
  });

  test("refuses a property that the class does not have, so that .not cannot pass by a slip", () => {
    expect(messageOf(() => expect(stack).not.toHaveResource(Subnet, { cidrBlok: "10.0.0.0/8" } as object))).toBe(
      'toHaveResource: aws_subnet has no argument "cidrBlok"; did you mean "cidrBlock"?',
    );
  });

  test("refuses .not with properties when the selector finds nothing", () => {
    expect(messageOf(() => expect(stack).not.toHaveResource(Subnet, { cidrBlock: "1" }, { id: "c" }))).toBe(
      'toHaveResource: test has no aws_subnet with id "c", so .not with properties would prove nothing',
    );
  });

  test("refuses what is no type, no properties, or a data source", () => {
    expect(messageOf(() => expect(stack).toHaveResource(undefined as unknown as string))).toBe(
      'toHaveResource: the type must be a class of @cdktf/provider-aws or a name such as "aws_vpc", got undefined',
    );
    expect(messageOf(() => expect(stack).toHaveResource("aws_vpc", [] as unknown as object as never))).toBe(
      "toHaveResource: properties must be an object, got a list",
    );
    expect(messageOf(() => expect(stack).toHaveResource(DataAwsVpc))).toBe(
      "toHaveResource: DataAwsVpc is a data source, use toHaveDataSource",
    );
    expect(messageOf(() => expect(stack).toHaveResource(AwsProvider))).toBe(
      "toHaveResource: AwsProvider is a provider, use toHaveProvider",
    );
  });

  test("is typed: the compiler knows the arguments of the class in both spellings", () => {
    expect(stack).toHaveResource(Vpc, { cidrBlock: "10.0.0.0/16", cidr_block: "10.0.0.0/16" });
    // @ts-expect-error a slip in a name
    expect(() => expect(stack).toHaveResource(Vpc, { cidrBloc: "10.0.0.0/16" })).toThrow("cidrBloc");
    // @ts-expect-error not a resource
    expect(() => expect(stack).toHaveResource(Construct)).toThrow("the type must be a class");
  });
});

describe("toHaveDataSource", () => {
  test("looks at data sources only", () => {
    expect(stack).toHaveDataSource(DataAwsVpc, { cidrBlock: "10.9.0.0/16" });
    expect(stack).toHaveDataSource("aws_vpc", { cidr_block: "10.9.0.0/16" }, { id: "shared" });
    expect(stack).not.toHaveDataSource(DataAwsVpc, { cidrBlock: "10.0.0.0/16" });
  });

  test("says what differs, and that a resource is none", () => {
    expect(messageOf(() => expect(stack).toHaveDataSource(DataAwsVpc, { cidrBlock: "10.0.0.0/16" }))).toBe(
      lines(
        "expect(stack).toHaveDataSource(aws_vpc, properties)",
        "",
        "No data.aws_vpc of test has these properties. The closest is data.aws_vpc.shared at test/shared (no other was looked at):",
        "",
        "- Expected",
        "+ Received",
        "",
        '- cidr_block: "10.0.0.0/16"',
        '+ cidr_block: "10.9.0.0/16"',
      ),
    );
    expect(messageOf(() => expect(stack).toHaveDataSource(Vpc))).toBe(
      "toHaveDataSource: Vpc is a resource, use toHaveResource",
    );
    expect(messageOf(() => expect(undefined).toHaveDataSource(DataAwsVpc))).toContain("got undefined");
  });
});

describe("toHaveEphemeral", () => {
  const configuration = readConfiguration({
    ephemeral: { aws_secretsmanager_random_password: { admin: { password_length: 32 } } },
    resource: { aws_secretsmanager_random_password: { other: { password_length: 8 } } },
  });

  test("looks at ephemeral resources only, in any reading of Terraform JSON", () => {
    expect(configuration).toHaveEphemeral("aws_secretsmanager_random_password", { passwordLength: 32 });
    expect(configuration).not.toHaveEphemeral("aws_secretsmanager_random_password", { passwordLength: 8 });
    expect(configuration).not.toHaveEphemeral("aws_secretsmanager_secret_version");
  });

  test("says what differs", () => {
    const wrong = { passwordLength: 8 };
    expect(messageOf(() => expect(configuration).toHaveEphemeral("aws_secretsmanager_random_password", wrong))).toBe(
      lines(
        "expect(stack).toHaveEphemeral(aws_secretsmanager_random_password, properties)",
        "",
        "No ephemeral.aws_secretsmanager_random_password of terraform has these properties. " +
          "The closest is ephemeral.aws_secretsmanager_random_password.admin (no other was looked at):",
        "",
        "- Expected",
        "+ Received",
        "",
        "- password_length: 8",
        "+ password_length: 32",
      ),
    );
    expect(messageOf(() => expect("x").toHaveEphemeral("aws_x"))).toContain("got a string");
  });
});
