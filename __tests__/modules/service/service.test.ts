import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import { absent, referenceTo, synthesize, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, platformFor, service, serviceFor, taskDefinitionFor } from "./parts";

describe("a service with the required fields alone", () => {
  const stack = service();

  test("runs the newest revision on the capacity provider, spread over zones", () => {
    expect(stack).toHaveResource(EcsService, {
      name: "Test-Service",
      cluster: referenceTo("cluster", "arn"),
      taskDefinition: referenceTo("task-definition", "arn"),
      desiredCount: 1,
      launchType: absent(),
      capacityProviderStrategy: [{ capacityProvider: referenceTo("capacity", "name"), base: 0, weight: 1 }],
      orderedPlacementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
      placementConstraints: [],
      availabilityZoneRebalancing: "DISABLED",
      loadBalancer: [],
      networkConfiguration: absent(),
      healthCheckGracePeriodSeconds: absent(),
      enableExecuteCommand: false,
    });
  });

  test("is updated, not replaced, when its capacity provider strategy changes", () => {
    expect(stack).toHaveResource(EcsService, { forceNewDeployment: true });
  });

  test("tells Terraform only when its tasks run, and may take longer to go than any target group to drain", () => {
    expect(stack).toHaveResource(EcsService, { waitForSteadyState: true, timeouts: { delete: "80m" } });
  });

  test("hands its tags to its tasks", () => {
    expect(stack).toHaveResource(EcsService, { enableEcsManagedTags: true, propagateTags: "SERVICE" });
  });

  test("keeps the number of tasks that it was given", () => {
    expect(stack).toHaveResource(EcsService, { lifecycle: absent() });
    expect(stack).toHaveNoResource("aws_appautoscaling_target");
  });

  test("continues with a deployment that fails", () => {
    expect(stack).toHaveResource(EcsService, {
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: false, rollback: false },
      alarms: absent(),
    });
  });
});

describe("a service with every option", () => {
  const stack = testStack((scope) =>
    serviceFor(
      scope,
      {
        loadBalancers: [{ ...loadBalancerFor(scope), container: "web", port: 4000 }],
        deployment: {
          minimumHealthyPercent: 50,
          maximumPercent: 150,
          circuitBreaker: { rollback: true },
          alarms: { names: ["errors"], rollback: true },
        },
        healthCheckGraceSeconds: 120,
        placement: {
          strategies: [
            { type: "spread", field: "attribute:ecs.availability-zone" },
            { type: "binpack", field: "memory" },
            { type: "random" },
          ],
          constraints: [
            { type: "distinctInstance" },
            { type: "memberOf", expression: "attribute:ecs.instance-type =~ m7i.*" },
          ],
        },
        availabilityZoneRebalancing: "ENABLED",
        executeCommand: true,
        autoscaling: { cpuPercent: 60 },
        triggers: { databasePassword: "2" },
        deleteTimeoutMinutes: 120,
        waitForSteadyState: false,
      },
      { executeCommand: true },
    ),
  );

  test("says it to ECS", () => {
    expect(stack).toHaveResource(EcsService, {
      loadBalancer: [
        { targetGroupArn: referenceTo("web-target-group", "arn"), containerName: "web", containerPort: 4000 },
      ],
      deploymentMinimumHealthyPercent: 50,
      deploymentMaximumPercent: 150,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { enable: true, alarmNames: ["errors"], rollback: true },
      healthCheckGracePeriodSeconds: 120,
      orderedPlacementStrategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "binpack", field: "memory" },
        { type: "random" },
      ],
      placementConstraints: [
        { type: "distinctInstance" },
        { type: "memberOf", expression: "attribute:ecs.instance-type =~ m7i.*" },
      ],
      availabilityZoneRebalancing: "ENABLED",
      enableExecuteCommand: true,
      triggers: { databasePassword: "2" },
      timeouts: { delete: "120m" },
      waitForSteadyState: false,
    });
  });

  test("leaves the number of tasks to autoscaling after the first apply", () => {
    expect(stack).toHaveResource(EcsService, { desiredCount: 1, lifecycle: { ignore_changes: ["desired_count"] } });
  });
});

test("tasks with interfaces of their own get subnets and security groups, and no public address", () => {
  const stack = testStack((scope) => {
    const platform = platformFor(scope);
    const tasks = platform.network.securityGroup(scope, "tasks", { name: "tasks", description: "Tasks" });
    const network = { subnets: platform.network.privateSubnetIds, securityGroups: [tasks] };
    serviceFor(scope, { network }, { networkMode: "awsvpc" }, platform);
  });
  expect(stack).toHaveResource(EcsService, {
    networkConfiguration: {
      subnets: [/eu-central-1a/, /eu-central-1b/].map((zone) => expect.stringMatching(zone)),
      securityGroups: [referenceTo("tasks", "id")],
      assignPublicIp: false,
    },
  });
});

describe("a service waits for", () => {
  const stack = testStack((scope) => {
    const loadBalancer = loadBalancerFor(scope);
    const taskDefinition = taskDefinitionFor(scope);
    serviceFor(scope, { taskDefinition, loadBalancers: [{ ...loadBalancer, container: "web", port: 4000 }] });
    // Granted after the service was made, as other constructs do.
    taskDefinition.taskRole.allow({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] });
  });

  test.each([
    ["the rule that attaches its target group to a load balancer", "aws_lb_listener_rule.web-rule"],
    ["what ECS may do to start its tasks", "aws_iam_role_policy.execution-role_policy"],
    ["what its tasks may do, also when it is granted later", "aws_iam_role_policy.task-role_policy"],
    ["the cluster's capacity providers", "aws_ecs_cluster_capacity_providers.cluster"],
  ])("%s", (_, address) => {
    const { depends_on: dependsOn } = stack.resource(EcsService).properties;
    expect(dependsOn).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${address}`))]));
    expect(dependsOn).toHaveLength(4);
  });
});

test("a service of another stack than its cluster waits for nothing that Terraform could not name", () => {
  const app = synthesize((scope) => {
    const stacks = ["foundation", "service"].map((name) => {
      const stack = new TerraformStack(scope, name);
      new AwsProvider(stack, "aws", { region: "eu-central-1" });
      return stack;
    });
    const [foundation, own] = stacks as [TerraformStack, TerraformStack];
    const { rule, targetGroup } = loadBalancerFor(foundation);
    const loadBalancers = [{ rule, targetGroup, container: "web", port: 4000 }];
    const made = serviceFor(own, { loadBalancers }, {}, platformFor(foundation));
    new TerraformOutput(own, "service_name", { value: made.name });
    new TerraformOutput(own, "service_arn", { value: made.arn });
  });
  const stack = app.stack("service");
  expect(stack).toHaveResource(EcsService, {
    dependsOn: [expect.stringMatching(/^aws_iam_role_policy\.execution-role/)],
    cluster: referenceTo("cluster", "arn"),
  });
  expect(app.stack("foundation")).toHaveResourceCount(EcsClusterCapacityProviders, 1);
  expect(stack).toHaveOutput("service_name", { value: referenceTo(EcsService, "name") });
  expect(stack).toHaveOutput("service_arn", { value: referenceTo(EcsService, "id") });
  expect(app).not.toHaveDanglingReferences();
});
