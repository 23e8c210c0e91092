import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { Construct } from "constructs";
import { Role } from "../../../modules/iam";
import { ScheduledTasks, type ScheduledTaskProps, type ScheduledTasksProps } from "../../../modules/scheduled-task";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { platformFor, taskDefinitionFor, type Task } from "../service/parts";

const account = "123456789012";
const region = "eu-central-1";
const nightly: ScheduledTaskProps = { command: ["bin/reports", "nightly"], schedule: "cron(30 3 * * ? *)" };

const fill =
  (props: Partial<ScheduledTasksProps> = {}, task: Task = { ports: [] }) =>
  (scope: Construct) => {
    const { cluster, capacity } = platformFor(scope);
    new ScheduledTasks(scope, "scheduled-tasks", {
      name: "acorn-test",
      cluster,
      capacityProviders: [{ name: capacity.capacityProviderName }],
      taskDefinition: taskDefinitionFor(scope, task),
      container: "web",
      role: new Role(scope, "role", { name: "scheduler", description: "Starts", service: "scheduler.amazonaws.com" }),
      account,
      region,
      tasks: { nightly },
      ...props,
    });
  };
const scheduled = (props?: Partial<ScheduledTasksProps>, task?: Task) => testStack(fill(props, task));

describe("a scheduled task with the required fields alone", () => {
  const stack = scheduled();

  test("runs the present revision on the cluster's instances, with its command in the container", () => {
    expect(stack).toHaveResource(SchedulerSchedule, {
      name: "nightly",
      groupName: referenceTo(SchedulerScheduleGroup, "name"),
      scheduleExpression: "cron(30 3 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: referenceTo("cluster", "arn"),
        roleArn: referenceTo("role", "arn"),
        input: '{"containerOverrides":[{"command":["bin/reports","nightly"],"name":"web"}]}',
        ecsParameters: {
          taskDefinitionArn: referenceTo("task-definition", "arn"),
          taskCount: 1,
          capacityProviderStrategy: [{ capacityProvider: referenceTo("capacity", "name"), base: 0, weight: 1 }],
          launchType: absent(),
          networkConfiguration: absent(),
        },
      },
    });
    expect(stack).toHaveResource(SchedulerScheduleGroup, { name: "acorn-test" });
  });

  test("is tried again for an hour when ECS refuses the start, and then given up", () => {
    expect(stack).toHaveResource(SchedulerSchedule, {
      target: { retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 }, deadLetterConfig: absent() },
    });
  });

  test("waits for what its starter and its task may do", () => {
    const { depends_on: dependsOn } = stack.resource(SchedulerSchedule).properties;
    expect(dependsOn).toEqual(expect.arrayContaining([stack.resource(IamRolePolicy, { path: "role" }).address]));
    expect(dependsOn).toEqual(
      expect.arrayContaining([stack.resource(IamRolePolicy, { path: "execution-role" }).address]),
    );
  });
});

test("each task has its own schedule, time zone and command, which reaches the container as it is written", () => {
  const hourly = { command: ["sh", "-c", "echo ${HOME}"], schedule: "rate(1 hour)", enabled: false };
  const stack = scheduled({ tasks: { nightly: { ...nightly, timezone: "Europe/Berlin" }, hourly } });
  expect(stack).toHaveResource(SchedulerSchedule, { name: "nightly", scheduleExpressionTimezone: "Europe/Berlin" });
  expect(stack).toHaveResource(SchedulerSchedule, {
    name: "hourly",
    state: "DISABLED",
    target: { input: '{"containerOverrides":[{"command":["sh","-c","echo $${HOME}"],"name":"web"}]}' },
  });
});

test("tasks with interfaces of their own get subnets, and no public address", () => {
  const stack = scheduled({ network: { subnets: ["subnet-1"], securityGroups: [] } }, { networkMode: "awsvpc" });
  expect(stack).toHaveResource(SchedulerSchedule, {
    target: { ecsParameters: { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false } } },
  });
});

describe("what EventBridge Scheduler may do", () => {
  const stack = scheduled();
  const role = stack.resource(IamRole, { path: "role" });
  const ecs = `arn:aws:ecs:${region}:${account}`;

  test("is to start this family, whatever its revision, and no other", () => {
    const policy = String(stack.resource(IamRolePolicy, { path: "role" }).properties.policy);
    expect(policy).toMatch(/task-definition\/\$\{aws_ecs_task_definition\.[^/]+\.family\}:\*/);
    expect(role).toAllowAction("ecs:RunTask");
    expect(role).not.toAllowAction("ecs:RunTask", { resource: `${ecs}:cluster/Test-Cluster` });
    expect(role).not.toAllowAction("ecs:StopTask");
  });

  test("is to pass the roles of the task, and no others", () => {
    for (const taskRole of ["execution-role", "task-role"]) {
      expect(role).toAllowAction("iam:PassRole", { resource: referenceTo(taskRole, "arn") });
    }
    expect(role).not.toAllowAction("iam:PassRole", { resource: `arn:aws:iam::${account}:role/administrator` });
  });
});

describe("scheduled tasks are refused", () => {
  test.each<[what: string, props: Partial<ScheduledTasksProps>, message: string]>([
    ["in a container that the task does not have", { container: "wep" }, 'container must be one of web, got "wep".'],
    [
      "at times that EventBridge would refuse",
      { tasks: { nightly: { ...nightly, schedule: "30 3 * * *" } } },
      'tasks.nightly.schedule must be cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes), got "30 3 * * *".',
    ],
    [
      "once, at a time",
      { tasks: { nightly: { ...nightly, schedule: "at(2027-01-31T08:00:00)" } } },
      'tasks.nightly.schedule must be cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes), got "at(2027-01-31T08:00:00)".',
    ],
    [
      "in a time zone that is none",
      { tasks: { nightly: { ...nightly, timezone: "+02:00" } } },
      'tasks.nightly.timezone must be a time zone such as UTC or America/New_York, got "+02:00".',
    ],
    [
      "without a command",
      { tasks: { nightly: { ...nightly, command: [] } } },
      "tasks.nightly.command must be at least one word, got [].",
    ],
    [
      "under a name that EventBridge would refuse",
      { tasks: { "every night": nightly } },
      'tasks must be 1 to 64 letters, digits and - _ ., got "every night".',
    ],
    [
      "in subnets where they use the instance's network",
      { network: { subnets: ["subnet-1"], securityGroups: [] } },
      'network must be absent in bridge mode, got ["subnet-1"]. Tasks use the instance\'s network.',
    ],
  ])("%s", (_, props, message) => {
    expect(() => scheduled(props)).toThrow(new Error(`test/scheduled-tasks: ${message}`));
  });

  test("without subnets where they have interfaces of their own", () => {
    expect(() => scheduled({}, { networkMode: "awsvpc" })).toThrow(
      "network must be given in awsvpc mode, got nothing.",
    );
  });
});
