import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { defineEnvironment } from "../../../modules/platform/environment";
import { extendPlatform, Platform, type Extend } from "../../../modules/platform";
import { Role } from "../../../modules/iam";
import { policies, policyPack } from "../../../policies";
import { synthesize } from "../../../packages/jest-terraform";
import { shopInput } from "../../fixtures/shop";

const shop = defineEnvironment(shopInput);

const extended = (extend: Extend, environment = shop) =>
  synthesize((app) => extendPlatform(new Platform(app, environment), extend));

const argumentsIn = (json: Readonly<Record<string, unknown>>, type: string, name: string) =>
  (json.resource as Record<string, Record<string, Record<string, unknown>>>)[type]?.[name];

test("arguments of a resource are replaced, blocks are merged, and null takes one away", () => {
  const foundation = extended((platform) => {
    platform.stack("foundation").override("aws_lb.load-balancer", {
      idle_timeout: 120,
      subnets: ["subnet-0a1b2c3d"],
      access_logs: { prefix: "shop" },
      desync_mitigation_mode: null,
    });
  }).stack("production-foundation");
  const loadBalancer = argumentsIn(foundation.json, "aws_lb", "load-balancer");
  expect(loadBalancer).toMatchObject({
    idle_timeout: 120,
    subnets: ["subnet-0a1b2c3d"],
    access_logs: { enabled: true, prefix: "shop" },
  });
  expect(loadBalancer).not.toHaveProperty("desync_mitigation_mode");
});

test("own constructs use the network, the cluster, the database, the load balancer and the roles", () => {
  const app = extended((platform) => {
    const { foundation, data, service, environment } = platform;
    const scope = platform.stack("service");
    const group = foundation.network.securityGroup(scope, "reports", { name: "reports", description: "Reports" });
    group.allowTo(data.databases.default!, data.databases.default!.port, "Queries");
    const role = new Role(scope, "reports-role", {
      name: `${environment.base}-reports`,
      description: "Reports",
      service: "lambda.amazonaws.com",
      account: environment.account,
    });
    data.buckets.default?.grantRead(role);
    service.services.web!.taskRole.allow({
      sid: "StartReports",
      actions: ["lambda:InvokeFunction"],
      resources: [`arn:aws:lambda:${environment.region}:${environment.account}:function:reports`],
    });
    expect(foundation.cluster.name).toBeDefined();
    expect(foundation.capacities.default?.securityGroup).toBeDefined();
  });
  const reports = app.stack("production-service").resource(SecurityGroup, { path: "reports" });
  expect(app.stack("production-service").resource(IamRole, { path: "task-role/role" })).toAllowAction(
    "lambda:InvokeFunction",
  );
  expect(reports).toBeDefined();
  for (const stack of app.stacks) expect(stack).not.toHaveDanglingReferences();
});

test("the policies apply to what the extension makes", () => {
  const app = extended((platform) => void new S3Bucket(platform.data, "open", { bucket: "acorn-open" }));
  expect(() => expect(app).toSatisfyPolicies(policyPack(policies, [shop]))).toThrow(
    "s3-tls-only, production-data/open: ",
  );
});

test.each<[string, Extend, string]>([
  [
    "an address that the stack does not have",
    (platform) => platform.stack("service").override("aws_ecs_service.web", { wait_for_steady_state: false }),
    "production-service has no aws_ecs_service.web; did you mean aws_ecs_service.service?; ./platform plan shows the addresses",
  ],
  [
    "an argument that the type does not have",
    (platform) => platform.stack("service").override("aws_ecs_service.service", { wait_for_steady: false }),
    "production-service/aws_ecs_service.service has no argument wait_for_steady; did you mean wait_for_steady_state?",
  ],
  [
    "an attribute that Terraform computes",
    (platform) => platform.stack("foundation").override("aws_lb.load-balancer", { arn_suffix: "app/a/b" }),
    "production-foundation/aws_lb.load-balancer has no argument arn_suffix",
  ],
  [
    "what the rollout proof reads from the environment",
    (platform) => platform.stack("service").override("aws_ecs_service.service", { desired_count: 7 }),
    "production-service/aws_ecs_service.service: desired_count is set by the field scaling.desired, which the rollout proof reads",
  ],
  [
    "that, by other means",
    (platform) => {
      for (const node of platform.foundation.node.findAll()) {
        if ("maxSize" in node) (node as { maxSize: number }).maxSize = 40;
      }
    },
    "aws_autoscaling_group.capacity_instances: max_size is set by the field capacity.maximum",
  ],
  [
    "a service beside those that are proven",
    (platform) => void new EcsService(platform.service, "other", { name: "other" }),
    "production-service/aws_ecs_service.other: a service is declared in services, where the proof covers it",
  ],
  ["an extension that is async", (async () => undefined) as unknown as Extend, "extend must not be async"],
])("%s is refused", (_, extend, message) => {
  expect(() => extended(extend)).toThrow(message);
});

test("what the proof does not read of containers may change", () => {
  const service = extended((platform) => {
    platform.service.override("aws_ecs_task_definition.task-definition", {
      tags: { Owner: "reports" },
      enable_fault_injection: false,
    });
  }).stack("production-service");
  expect(service).toHaveResource(EcsTaskDefinition, { tags: { Owner: "reports" } });
});

test("every role has the path and the permissions boundary of the environment, also one of an extension", () => {
  const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
  const environment = defineEnvironment({ ...shopInput, roles: { path: "/teams/shop/", permissionsBoundary } });
  const app = extended((platform) => {
    new Role(platform.service, "own", {
      name: "own",
      description: "Own",
      service: "lambda.amazonaws.com",
      account: environment.account,
    });
  }, environment);
  const roles = app.everyResource(IamRole);
  expect(roles.length).toBeGreaterThan(5);
  expect(roles).toMatchProperties({ path: "/teams/shop/", permissionsBoundary });
  expect(app.stack("production-foundation").resource(Lb)).toBeDefined();
});

test.each([
  ["/teams/shop", "path"],
  ["teams/", "path"],
])("the path %s of roles is refused", (path, field) => {
  expect(() => defineEnvironment({ ...shopInput, roles: { path } })).toThrow(`roles.${field}`);
});
