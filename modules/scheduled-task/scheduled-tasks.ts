import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { isTimezone, recurringSchedule, scheduleName, timezoneRule } from "../../aws/schedules";
import { overrideCharacters } from "../../aws/limits";
import type { Cluster } from "../capacity";
import type { Role } from "../iam";
import type { ISecurityGroup } from "../networking";
import {
  canonicalJson,
  type CapacityProviderShare,
  capacityProviderStrategy,
  checkOneOf,
  checkPattern,
  literal,
  reject,
} from "../shared";
import type { TaskDefinition } from "../task-definition";
import { arn } from "../../aws/regions";

export interface ScheduledTasksProps {
  /** Name of the schedule group: 1 to 64 letters, digits and `- _ .`. */
  readonly name: string;
  readonly cluster: Cluster;
  /** Capacity providers of the cluster on whose instances the tasks run, 1 to 20. */
  readonly capacityProviders: readonly CapacityProviderShare[];
  /** Its present revision runs; a new one changes every schedule. */
  readonly taskDefinition: TaskDefinition;
  /** Container that the commands run in. */
  readonly container: string;
  /** What EventBridge Scheduler acts as; what it needs is allowed here. */
  readonly role: Role;
  readonly account: string;
  readonly region: string;
  /** Subnets and security groups of the tasks' own interfaces: in awsvpc mode required, in the others impossible. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly ISecurityGroup[] };
  /** By name: 1 to 64 letters, digits and `- _ .`. */
  readonly tasks: Readonly<Record<string, ScheduledTaskProps>>;
}

export interface ScheduledTaskProps {
  /** Run in place of the container's own command. */
  readonly command: readonly string[];
  /** Where it runs, and with which size. @default - in `container` of `taskDefinition`, as that says */
  readonly size?: {
    readonly taskDefinition: TaskDefinition;
    readonly container: string;
    /** CPU units that are reserved. */
    readonly cpu: number;
    readonly memoryReservationMiB: number;
  };
  /** `cron(...)` or `rate(...)`. */
  readonly schedule: string;
  /** Of the IANA database, such as `America/New_York`; it follows daylight saving. @default - "UTC" */
  readonly timezone?: string;
  /** @default - true */
  readonly enabled?: boolean;
}

/**
 * Commands that EventBridge Scheduler runs as tasks of their own.
 *
 * A task that finds no room waits for an instance (managed scaling adds one). A start that ECS refuses is tried again three
 * times within the hour and then given up: the metric `AWS/Scheduler InvocationDroppedCount` of the group counts it, so there is no
 * queue of starts to be looked after. A command that fails is not started again.
 */
export class ScheduledTasks extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledTasksProps) {
    super(scope, id);
    const { name, cluster, taskDefinition, container, role, network, tasks } = props;
    checkPattern(this, "name", name, scheduleName);
    checkOneOf(this, "container", container, Object.keys(taskDefinition.containers));
    const { networkMode } = taskDefinition;
    if (networkMode === "awsvpc" && !network) reject(this, "network", "given in awsvpc mode", network);
    if (networkMode !== "awsvpc" && network) {
      reject(this, "network", `absent in ${networkMode} mode`, network.subnets, "Tasks use the instance's network.");
    }
    const strategy = capacityProviderStrategy(this, "capacityProviders", props.capacityProviders);
    this.allowStarts(props);

    const group = new SchedulerScheduleGroup(this, "schedule-group", { name });
    for (const [task, { command, schedule, timezone = "UTC", enabled = true, size }] of Object.entries(tasks)) {
      checkPattern(this, "tasks", task, scheduleName);
      checkPattern(this, `tasks.${task}.schedule`, schedule, recurringSchedule);
      if (!isTimezone(timezone)) reject(this, `tasks.${task}.timezone`, timezoneRule, timezone);
      if (command.length === 0) reject(this, `tasks.${task}.command`, "at least one word", command);
      const overrides = {
        containerOverrides: [
          {
            name: size?.container ?? container,
            command: command.map(literal),
            ...(size && { cpu: size.cpu, memoryReservation: size.memoryReservationMiB }),
          },
        ],
      };
      const { length } = JSON.stringify(overrides);
      if (length > overrideCharacters) {
        const allowed = `short enough that the task's overrides have at most ${overrideCharacters} characters as JSON`;
        reject(this, `tasks.${task}.command`, allowed, `${length} characters`);
      }
      new SchedulerSchedule(this, task, {
        name: task,
        groupName: group.name,
        scheduleExpression: schedule,
        scheduleExpressionTimezone: timezone,
        state: enabled ? "ENABLED" : "DISABLED",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: cluster.arn,
          roleArn: role.arn,
          input: canonicalJson(overrides),
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
          ecsParameters: {
            taskDefinitionArn: (size?.taskDefinition ?? taskDefinition).arn,
            taskCount: 1,
            capacityProviderStrategy: strategy,
            enableEcsManagedTags: true,
            propagateTags: "TASK_DEFINITION",
            networkConfiguration: network && {
              subnets: [...network.subnets],
              securityGroups: network.securityGroups.map((securityGroup) => securityGroup.id),
              assignPublicIp: false,
            },
          },
        },
        dependsOn: [...role.permissions, ...(size?.taskDefinition ?? taskDefinition).permissions],
      });
    }
  }

  /** Source: EventBridge Scheduler User Guide, "Using templated targets", ECS RunTask. */
  private allowStarts({ role, cluster, taskDefinition, account, region, tasks }: ScheduledTasksProps): void {
    const own = Object.values(tasks).flatMap(({ size }) => size?.taskDefinition ?? []);
    const families = [...new Set([taskDefinition, ...own].map(({ family }) => family))];
    const ecs = (resource: string) => arn(region, { service: "ecs", account, resource });
    const conditions = { ArnEquals: { "ecs:cluster": cluster.arn } };
    role.allow({
      sid: "StartTasks",
      actions: ["ecs:RunTask"],
      resources: families.map((family) => ecs(`task-definition/${family}:*`)),
      conditions,
    });
    role.allow({
      sid: "TagStartedTasks",
      actions: ["ecs:TagResource"],
      resources: [ecs(`task/${cluster.name}/*`)],
      conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    });
    role.allow({
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: [taskDefinition.executionRole.arn, taskDefinition.taskRole.arn],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  }
}
