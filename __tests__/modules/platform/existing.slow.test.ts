import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { defineEnvironment, type EnvironmentInput } from "../../../modules/platform/environment";
import { changed, shopInput, waivers } from "../../fixtures/shop";
import { Platform } from "../../../modules/platform";
import { evaluateEnvironments, failing, policies } from "../../../policies";
import { readConfigurations } from "../../../packages/terraform-json";
import { synthesize } from "../../../packages/jest-terraform";

const elb = "arn:aws:elasticloadbalancing:eu-central-1:111122223333";

const network: EnvironmentInput["network"] = {
  zones: ["eu-central-1a", "eu-central-1b"],
  existing: {
    vpcId: "vpc-0a1b2c3d",
    publicSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
    privateSubnetIds: ["subnet-0000000c", "subnet-0000000d"],
    isolatedSubnetIds: ["subnet-0000000e", "subnet-0000000f"],
  },
};
const loadBalancer: EnvironmentInput["loadBalancer"] = {
  name: "shared",
  existing: {
    arn: `${elb}:loadbalancer/app/shared/0a1b`,
    httpsListenerArn: `${elb}:listener/app/shared/0a1b/2c3d`,
    securityGroupId: "sg-0000000a",
  },
};
const database: EnvironmentInput["database"] = {
  identifier: "shared",
  name: "acorn",
  username: "acorn",
  existing: {
    host: "shared.abcdefghijkl.eu-central-1.rds.amazonaws.com",
    securityGroupId: "sg-0000000b",
    passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shared-AbCdEf",
  },
};

/** The shop with other sections, and rule 7 of the load balancer. */
const define = (change: Partial<EnvironmentInput>) => {
  const input = changed({ services: { web: { web: { priority: 7 } } } });
  return defineEnvironment({ ...input, waivers, ...change });
};
const platform = (change: Partial<EnvironmentInput>) => synthesize((app) => void new Platform(app, define(change)));

/** What the policies refuse, by policy and resource, as a synth of the whole project would. */
function refused(change: Partial<EnvironmentInput>): readonly string[] {
  const texts = Object.fromEntries(platform(change).stacks.map(({ name, json }) => [name, JSON.stringify(json)]));
  const [evaluation] = evaluateEnvironments(policies, readConfigurations(texts), [define(change)]);
  return failing(evaluation?.findings ?? [], "error").map(({ policy, subject }) => `${policy} ${subject}`);
}

test("a VPC that exists is used: security groups are made in it, and nothing else", () => {
  const foundation = platform({ network }).stack("production-foundation");
  expect(foundation).toHaveNoResource(Vpc);
  expect(foundation).toHaveNoResource(Subnet);
  expect(foundation.resource(AutoscalingGroup).properties.vpc_zone_identifier).toEqual([
    "subnet-0000000c",
    "subnet-0000000d",
  ]);
  expect(foundation.resource(Lb).properties.subnets).toEqual(["subnet-0000000a", "subnet-0000000b"]);
  expect(JSON.stringify(platform({ network }).stack("production-data").json)).toContain("subnet-0000000e");
});

test("a load balancer that exists gets a rule for the host name, and is not changed", () => {
  const app = platform({ loadBalancer });
  const [foundation, service] = ["foundation", "service"].map((layer) => app.stack(`production-${layer}`));
  expect(foundation).toHaveNoResource(Lb);
  expect(foundation).toHaveNoResource(LbListener);
  expect(foundation).toHaveNoResource(S3Bucket);
  expect(service!.resource(LbListenerRule)).toMatchProperties({
    listenerArn: `${elb}:listener/app/shared/0a1b/2c3d`,
    priority: 7,
  });
  const rules = JSON.stringify(foundation!.json.resource);
  expect(rules).toContain('"referenced_security_group_id":"sg-0000000a"');
  expect(rules).not.toContain('"security_group_id":"sg-0000000a"');
});

test("a database that exists is reached, and its password read; nothing of it is owned", () => {
  const app = platform({ database });
  const [data, service] = ["data", "service"].map((layer) => app.stack(`production-${layer}`));
  expect(data).toHaveNoResource(DbInstance);
  expect(JSON.stringify(data!.json.resource)).not.toContain('"security_group_id":"sg-0000000b"');
  expect(service).toHaveContainer("app", {
    environment: expect.arrayContaining([
      { name: "DATABASE_HOST", value: "shared.abcdefghijkl.eu-central-1.rds.amazonaws.com" },
    ]),
    secrets: expect.arrayContaining([
      {
        name: "DATABASE_PASSWORD",
        valueFrom: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shared-AbCdEf",
      },
    ]),
  });
  expect(service!.resource(IamRole, { path: "execution-role" })).toAllowAction("secretsmanager:GetSecretValue", {
    resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shared-AbCdEf",
  });
});

test("all three together still make a service, with no reference to what is not there", () => {
  const app = platform({ network, loadBalancer, database });
  expect(app.stack("production-service").everyResource(EcsService)).toHaveLength(1);
  for (const stack of app.stacks) expect(stack).not.toHaveDanglingReferences();
});

test.each(Object.entries({ network, loadBalancer, database }))(
  "the policies ask nothing of an existing %s that they would not ask of one that is made",
  (section, value) => {
    expect(refused({ [section]: value })).toEqual([]);
  },
);

test("what is used and what is made do not mix: such an environment does not compile, and is refused", () => {
  // @ts-expect-error an existing VPC has its addresses already
  const mixed: EnvironmentInput["network"] = { ...network, cidr: "10.0.0.0/16" };
  expect(() => defineEnvironment({ ...shopInput, network: mixed })).toThrow(
    "network.cidr  does not go with the other fields here; leave it out, or change what they choose",
  );
});
