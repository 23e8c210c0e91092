import { CodedeployApp } from "@cdktf/provider-aws/lib/codedeploy-app";
import { CodedeployDeploymentConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-config";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { Construct } from "constructs";
import { Role } from "../../../modules/iam";
import type { BlueGreenDeployment } from "../../../modules/service";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, serviceFor, sharedLoadBalancer, type Service } from "./parts";

const account = "123456789012";
const region = "eu-central-1";

interface Change {
  readonly service?: Service;
  readonly deployment?: Partial<BlueGreenDeployment>;
  /** Whether both rules leave their action to CodeDeploy. @default true */
  readonly actionByCodeDeploy?: boolean;
}

const fill =
  ({ service = {}, deployment = {}, actionByCodeDeploy = true }: Change = {}) =>
  (scope: Construct) => {
    const blue = loadBalancerFor(scope, "blue", actionByCodeDeploy);
    const green = loadBalancerFor(scope, "green", actionByCodeDeploy);
    serviceFor(scope, {
      loadBalancers: [{ ...blue, container: "web", port: 4000 }],
      deployment: {
        strategy: "blue-green",
        green: green.targetGroup,
        testRule: green.rule,
        role: new Role(scope, "role", {
          name: "code-deploy",
          description: "CodeDeploy",
          service: "codedeploy.amazonaws.com",
        }),
        account,
        region,
        ...deployment,
      },
      ...service,
    });
  };
const blueGreen = (change?: Change) => testStack(fill(change));

describe("blue/green deployments with the required fields alone", () => {
  const stack = blueGreen();

  test("belong to CodeDeploy: no circuit breaker, no forced deployment, no waiting for one of ECS", () => {
    expect(stack).toHaveResource(EcsService, {
      deploymentController: { type: "CODE_DEPLOY" },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: absent(),
      alarms: absent(),
      forceNewDeployment: absent(),
      triggers: absent(),
      waitForSteadyState: false,
    });
  });

  test("leave a plan empty: what a deployment changes is ignored, in the service and in both rules", () => {
    expect(stack).toHaveResource(EcsService, {
      lifecycle: {
        ignore_changes: ["task_definition", "load_balancer", "capacity_provider_strategy", "network_configuration"],
      },
    });
    expect(stack.everyResource(LbListenerRule)).toMatchProperties({ lifecycle: { ignore_changes: ["action"] } });
  });

  test("begin in the blue target group and move requests between two, tried at the test listener first", () => {
    expect(stack).toHaveResource(EcsService, {
      loadBalancer: [
        { targetGroupArn: referenceTo("blue-target-group", "arn"), containerName: "web", containerPort: 4000 },
      ],
    });
    expect(stack).toHaveResource(CodedeployDeploymentGroup, {
      appName: referenceTo(CodedeployApp, "name"),
      deploymentGroupName: "Test-Service",
      deploymentConfigName: "CodeDeployDefault.ECSAllAtOnce",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      ecsService: { clusterName: referenceTo("cluster", "name"), serviceName: referenceTo(EcsService, "name") },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: { listenerArns: [expect.stringContaining(":listener/")] },
          testTrafficRoute: { listenerArns: [expect.stringContaining(":listener/")] },
          targetGroup: [
            { name: referenceTo("blue-target-group", "name") },
            { name: referenceTo("green-target-group", "name") },
          ],
        },
      },
      blueGreenDeploymentConfig: {
        deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT" },
        terminateBlueInstancesOnDeploymentSuccess: { action: "TERMINATE", terminationWaitTimeInMinutes: 10 },
      },
    });
    expect(stack).toHaveResource(CodedeployApp, { name: "Test-Service", computePlatform: "ECS" });
    expect(stack).toHaveNoResource(CodedeployDeploymentConfig);
  });

  test("are taken back when they fail or are stopped; no alarm watches them", () => {
    expect(stack).toHaveResource(CodedeployDeploymentGroup, {
      autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"] },
      alarmConfiguration: absent(),
    });
  });

  test("begin only when CodeDeploy may make them, and the test rule is there", () => {
    const { depends_on: dependsOn } = stack.resource(CodedeployDeploymentGroup).properties;
    expect(dependsOn).toEqual(expect.arrayContaining([stack.resource(IamRolePolicy, { path: "role" }).address]));
    expect(dependsOn).toEqual(expect.arrayContaining([stack.resource(LbListenerRule, { path: "green-rule" }).address]));
  });
});

describe("what CodeDeploy may do", () => {
  const ecs = `arn:aws:ecs:${region}:${account}`;
  const role = blueGreen().resource(IamRole, { path: "role" });
  const roleWithAll = blueGreen({
    deployment: { alarms: ["errors"], hookFunctions: [`arn:aws:lambda:${region}:${account}:function:smoke`] },
  }).resource(IamRole, { path: "role" });

  test("is to replace the tasks of this service alone", () => {
    const statements = String(blueGreen().resource(IamRolePolicy, { path: "role" }).properties.policy);
    expect(statements).toMatch(
      /"arn:aws:ecs:eu-central-1:123456789012:service\/\$\{aws_ecs_cluster\.\w+\.name\}\/Test-Service"/,
    );
    expect(role).toAllowAction("ecs:CreateTaskSet");
    expect(role).not.toAllowAction("ecs:CreateTaskSet", { resource: `${ecs}:task-set/Test-Cluster/Other/1` });
    expect(role).not.toAllowAction("ecs:DescribeServices", { resource: `${ecs}:service/Test-Cluster/Other` });
    expect(role).not.toAllowAction("ecs:UpdateService");
  });

  test("is to pass the roles of the task, and no others", () => {
    for (const taskRole of ["execution-role", "task-role"]) {
      expect(role).toAllowAction("iam:PassRole", { resource: referenceTo(taskRole, "arn") });
    }
    expect(role).not.toAllowAction("iam:PassRole", { resource: `arn:aws:iam::${account}:role/administrator` });
  });

  test("is to move requests at the two rules, and to call and watch what it was given", () => {
    for (const rule of ["blue-rule", "green-rule"]) {
      expect(role).toAllowAction("elasticloadbalancing:ModifyRule", { resource: referenceTo(rule, "arn") });
    }
    expect(role).not.toAllowAction("lambda:InvokeFunction");
    expect(role).not.toAllowAction("cloudwatch:DescribeAlarms");
    expect(roleWithAll).toAllowAction("lambda:InvokeFunction");
    expect(roleWithAll).toAllowAction("cloudwatch:DescribeAlarms");
  });
});

test.each([
  [
    { kind: "canary", percent: 10, minutes: 5 } as const,
    { type: "TimeBasedCanary", timeBasedCanary: { percentage: 10, interval: 5 } },
  ],
  [
    { kind: "linear", percent: 25, minutes: 3 } as const,
    { type: "TimeBasedLinear", timeBasedLinear: { percentage: 25, interval: 3 } },
  ],
])("requests move as asked: %j", (traffic, trafficRoutingConfig) => {
  const stack = blueGreen({
    deployment: { traffic, terminationWaitMinutes: 0, alarms: ["errors", "latency"] },
    service: { autoscaling: { cpuPercent: 60 } },
  });
  const { kind, percent, minutes } = traffic;
  expect(stack).toHaveResource(CodedeployDeploymentConfig, {
    deploymentConfigName: `Test-Service-${kind}-${percent}-percent-${minutes}-minutes`,
    computePlatform: "ECS",
    trafficRoutingConfig,
    lifecycle: { create_before_destroy: true },
  });
  expect(stack).toHaveResource(CodedeployDeploymentGroup, {
    deploymentConfigName: referenceTo(CodedeployDeploymentConfig, "deployment_config_name"),
    alarmConfiguration: { enabled: true, alarms: ["errors", "latency"] },
    autoRollbackConfiguration: {
      events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"],
    },
  });
  expect(stack).toHaveResource(EcsService, {
    lifecycle: { ignore_changes: expect.arrayContaining(["task_definition", "desired_count"]) },
  });
});

test("no rollback where none is wanted", () => {
  expect(blueGreen({ deployment: { rollback: false } })).toHaveResource(CodedeployDeploymentGroup, {
    autoRollbackConfiguration: absent(),
  });
});

describe("blue/green deployments are refused", () => {
  test.each<[what: string, change: Change, message: string]>([
    [
      "to a service without a load balancer",
      { service: { loadBalancers: [] } },
      "loadBalancers must be exactly one with blue/green deployments, got 0.",
    ],
    [
      "by a change of Terraform's",
      { service: { triggers: { databasePassword: "2" } } },
      'triggers must be absent with blue/green deployments, got {"databasePassword":"2"}. Start a release instead.',
    ],
    [
      "where an apply would wait for ever",
      { service: { waitForSteadyState: true } },
      "waitForSteadyState must be false or absent with blue/green deployments, got true.",
    ],
    [
      "where zones are rebalanced",
      { service: { availabilityZoneRebalancing: "ENABLED" } },
      'availabilityZoneRebalancing must be DISABLED with blue/green deployments, got "ENABLED".',
    ],
    [
      "where Terraform would take requests back",
      { actionByCodeDeploy: false },
      'code-deploy: rules must be such that leave their action to CodeDeploy, got "test/blue-rule". Give it actionByCodeDeploy, or the next plan takes back what a deployment did.',
    ],
    [
      "a share of all requests",
      { deployment: { traffic: { kind: "canary", percent: 100, minutes: 5 } } },
      "code-deploy: traffic.percent must be a whole number from 1 to 99 percent, got 100.",
    ],
    [
      "an endless wait",
      { deployment: { terminationWaitMinutes: 2881 } },
      "code-deploy: terminationWaitMinutes must be a whole number from 0 to 2880 minutes, got 2881.",
    ],
  ])("%s", (_, change, message) => {
    const separator = message.startsWith("code-deploy: ") ? "/" : ": ";
    expect(() => blueGreen(change)).toThrow(new Error(`test/service${separator}${message}`));
  });

  test("where scaling counts the requests of one target group", () => {
    const scaled = (scope: Construct) => {
      const { targetGroup } = loadBalancerFor(scope, "other");
      const requestsPerTarget = { requests: 10, loadBalancer: sharedLoadBalancer(scope), targetGroup };
      fill({ service: { autoscaling: { requestsPerTarget } } })(scope);
    };
    expect(() => testStack(scaled)).toThrow(
      "autoscaling.requestsPerTarget must be absent with blue/green deployments, got 10. Its target group takes no requests after every second deployment.",
    );
  });

  test("with a test rule that sends requests elsewhere", () => {
    const crossed = (scope: Construct) => {
      const { rule } = loadBalancerFor(scope, "other", true);
      fill({ deployment: { testRule: rule } })(scope);
    };
    expect(() => testStack(crossed)).toThrow(
      'testRule must be a rule that forwards to test/green-target-group, got "test/other-rule".',
    );
  });
});
