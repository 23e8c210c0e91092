import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import type { Environment, Service } from "../../../modules/platform/environment";
import { withPart, withService } from "../../helpers/change";
import { shopStaging } from "../../fixtures/shop";
import { Platform } from "../../../modules/platform";
import { policies, policyPack } from "../../../policies";
import { containersOf } from "../../../packages/terraform-json";
import { absent, jsonString, synthesize } from "../../../packages/jest-terraform";

const platform = (change: Partial<Environment>) =>
  synthesize((app) => void new Platform(app, { ...shopStaging, ...change }));

test("in network mode awsvpc tasks have an interface and a security group of their own", () => {
  const app = platform(withService(shopStaging, { networkMode: "awsvpc" }));
  const [data, service, foundation] = ["data", "service", "foundation"].map((name) => app.stack(`staging-${name}`));
  const tasks = service!.resource(SecurityGroup, { path: "task-security-group" });
  expect(service).toHaveResource(LbTargetGroup, { targetType: "ip" });
  expect(service!.resource(EcsService)).toReference(SecurityGroup, "id");
  expect(tasks).toBeReachableFrom(foundation!.resource(Lb), 4000);
  expect(data!.resource(DbInstance)).toBeReachableFrom(tasks, 5432);
  for (const stack of [data, service, foundation]) expect(stack).not.toHaveDanglingReferences();
});

test("a host port of 0 opens the ports that ECS hands out, to the load balancer alone", () => {
  const containers = Object.fromEntries(
    Object.entries(shopStaging.services.web?.containers ?? {}).map(([name, container]) => [
      name,
      { ...container, ports: container.ports.map((port) => ({ ...port, host: 0 })) },
    ]),
  );
  const foundation = platform(withService(shopStaging, { containers })).stack("staging-foundation");
  const instances = foundation.resource(SecurityGroup, { path: "capacity/security-group" });
  expect(instances).toBeReachableFrom(foundation.resource(Lb), 49153);
  expect(instances).not.toBeReachableFrom("0.0.0.0/0", 49153);
});

test("a certificate that is given is used, and none is created", () => {
  const certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000";
  const foundation = platform({ domain: { ...shopStaging.domain!, certificateArn } }).stack("staging-foundation");
  expect(foundation).toHaveNoResource(AcmCertificate);
});

test("with local state no bucket is made", () => {
  const app = platform({ state: { kind: "local", directory: "states" } });
  expect(app.stack("staging-service")).toHaveBackend("local");
  expect(() => app.stack("staging-state-backend")).toThrow('no stack "staging-state-backend"');
});

describe("with blue/green deployments", () => {
  const deployment: Service["deployment"] = {
    strategy: "blue-green",
    traffic: { kind: "canary", percent: 10, minutes: 5 },
    terminationWaitMinutes: 10,
    rollback: true,
    hooks: { afterAllowTestTraffic: "arn:aws:lambda:eu-central-1:111122223333:function:smoke" },
    testListener: { port: 8443 },
  };
  const blueGreen = (instances: number) =>
    withService(withPart(shopStaging, "capacities", { maximum: instances }), ({ scaling }) => ({
      scaling: { ...scaling, maximum: 2 },
      deployment,
    }));
  const app = platform(blueGreen(4));
  const [foundation, service] = ["foundation", "service"].map((name) => app.stack(`staging-${name}`));

  test("there are two target groups, and CodeDeploy moves the requests between them", () => {
    expect(service!.everyResource(LbTargetGroup).map(({ address }) => address)).toEqual([
      "aws_lb_target_group.target-group",
      "aws_lb_target_group.target-group-green_target-group",
    ]);
    expect(service).toHaveResource(EcsService, {
      deploymentController: { type: "CODE_DEPLOY" },
      triggers: absent(),
      lifecycle: { ignore_changes: expect.arrayContaining(["task_definition", "load_balancer", "desired_count"]) },
    });
    expect(service).toHaveResource(CodedeployDeploymentGroup, { deploymentGroupName: "Acorn-Staging" });
    expect(service!.resource(IamRole, { path: "code-deploy-role" })).toAllowAction("lambda:InvokeFunction", {
      resource: "arn:aws:lambda:eu-central-1:111122223333:function:smoke",
    });
  });

  test("the test listener is open to the VPC alone", () => {
    expect(foundation).toHaveResource(LbListener, { port: 8443, protocol: "HTTPS" });
    const loadBalancer = foundation!.resource(Lb);
    expect(loadBalancer).toBeReachableFrom(
      shopStaging.network.existing === undefined ? shopStaging.network.cidr : "",
      8443,
    );
    expect(loadBalancer).not.toBeReachableFrom("0.0.0.0/0", 8443);
  });

  test("every policy is satisfied, and nothing refers to what is not there", () => {
    expect(app).toSatisfyPolicies(policyPack(policies, [{ ...shopStaging }]));
    for (const stack of [foundation, service]) expect(stack).not.toHaveDanglingReferences();
  });

  test("a group that could not hold old and new tasks together is refused", () => {
    const tooSmall = () => platform(blueGreen(2));
    expect(tooSmall).toThrow("blocked at blue/green deployment: all 2 new tasks start before an old one stops");
  });
});

describe("commands that run beside the service", () => {
  const nightly = {
    command: ["bin/reports", "nightly"],
    schedule: "cron(30 3 * * ? *)",
    timezone: "UTC",
    enabled: true,
    size: shopStaging.services.web!.oneOff,
  };
  const app = platform(withService(shopStaging, { scheduled: { nightly } }));
  const service = app.stack("staging-service");

  test("have a family of their own: the web container alone, of its own size, with no port", () => {
    const oneOff = service.resource(EcsTaskDefinition, { path: "one-off-task" });
    expect(oneOff.properties.family).toBe("acorn-staging-task");
    expect(containersOf(oneOff)).toHaveLength(1);
    expect(oneOff).toHaveContainer("app", {
      image: expect.stringContaining("${coalesce(var.image_tag, "),
      cpu: 512,
      memoryReservation: 1024,
      portMappings: [],
      essential: true,
      environment: expect.arrayContaining([{ name: "MODE", value: "production" }]),
      secrets: expect.arrayContaining([expect.objectContaining({ name: "PAYMENT_KEY" })]),
    });
  });

  test("start on their schedule", () => {
    expect(service).toHaveResource(SchedulerSchedule, {
      name: "nightly",
      target: { ecsParameters: { taskDefinitionArn: "${aws_ecs_task_definition.one-off-task_task-definition.arn}" } },
    });
    expect(service).toHaveResource(CloudwatchEventRule, {
      name: "acorn-staging-scheduled-task-failed",
      eventPattern: jsonString({ detail: { group: ["family:acorn-staging-task"] } }),
    });
    expect(service).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "acorn-staging-scheduled-task-not-started",
      dimensions: { ScheduleGroup: service.resource(SchedulerScheduleGroup).properties.name },
    });
    expect(app).toSatisfyPolicies(policyPack(policies, [{ ...shopStaging }]));
  });

  test("have a family for each container that one of them names, and one notice for a migration that asks for it", () => {
    const migration = {
      command: ["bin/migrate"],
      timeoutMinutes: 30,
      notify: true,
      size: { container: "worker", cpu: 256, memoryReservationMiB: 512 },
    };
    const migrating = platform(withService(shopStaging, { migration })).stack("staging-service");
    const task = migrating.resource(EcsTaskDefinition, { path: "one-off-task-worker" });
    expect(task.properties.family).toBe("acorn-staging-task-worker");
    expect(task).toHaveContainer("worker", { cpu: 256, memoryReservation: 512, portMappings: [] });
    expect(migrating).toHaveResource(CloudwatchEventRule, {
      name: "acorn-staging-migration-failed",
      eventPattern: jsonString({
        detail: { group: ["family:acorn-staging-task-worker"], startedBy: ["platform/release"] },
      }),
    });
  });

  test("need no schedule to be there: migrations use them, too", () => {
    const unscheduled = platform({}).stack("staging-service");
    expect(unscheduled).toHaveResourceCount(EcsTaskDefinition, 2);
    expect(unscheduled).toHaveNoResource(SchedulerSchedule);
  });
});

test("read replicas of an environment's databases are watched, each by its own identifier", () => {
  const [key, database] = Object.entries(shopStaging.databases)[0]!;
  const replicas = { reports: {} };
  const environment = { ...shopStaging, databases: { [key]: { ...database, replicas } } } as typeof shopStaging;
  const app = platform(environment);
  expect(app).toSatisfyPolicies(
    policyPack(
      policies.filter(({ id }) => id === "platform-guarantees"),
      [{ ...environment, waivers: [] }],
    ),
  );
  expect(app.stack("staging-service")).toHaveResource(CloudwatchMetricAlarm, {
    alarmName: "acorn-staging-replica-lag-acorn-staging-reports",
    dimensions: { DBInstanceIdentifier: "acorn-staging-reports" },
  });
});

test("all that scales the service is synthesized, and what it may reach is proven and has its database connections", () => {
  const metrics = {
    cpuPercent: 60,
    memoryPercent: 75,
    requestsPerTarget: 1000,
    queueLatency: { scaleOut: [{ aboveSeconds: 60, addTasks: 1 }], scaleInBelowSeconds: 10 },
    scheduled: { morning: { schedule: "cron(0 7 * * ? *)", timezone: "UTC", minimum: 2, maximum: 3 } },
    scaleInCooldownSeconds: 300,
    scaleOutCooldownSeconds: 60,
  };
  const scaled = (maximum: number) =>
    platform(
      withService(withPart(shopStaging, "capacities", { maximum }), ({ scaling }) => ({
        scaling: { ...scaling, ...metrics },
      })),
    );
  const app = scaled(5);
  expect(app.stack("staging-service")).toHaveResourceCount(AppautoscalingPolicy, 5);
  expect(app.stack("staging-service")).toHaveResource(CloudwatchMetricAlarm, {
    namespace: "acorn/staging",
    metricName: "QueueLatency",
  });
  expect(app).toSatisfyPolicies(policyPack(policies, [{ ...shopStaging }]));
  expect(() => scaled(3)).toThrow("blocked at rolling update: of 3 tasks, 3 must stay healthy");
});

test("a task may protect itself from being taken away, unless the environment says no", () => {
  const role = (taskProtection: boolean) =>
    platform(withService(shopStaging, { taskProtection }))
      .stack("staging-service")
      .resource(IamRole, { path: "task-role" });
  expect(role(true)).toAllowAction("ecs:UpdateTaskProtection");
  expect(role(false)).not.toAllowAction("ecs:UpdateTaskProtection");
});
