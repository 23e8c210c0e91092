import type { ScalingActivity as AwsScalingActivity } from "@aws-sdk/client-application-auto-scaling";
import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type {
  ContainerInstance,
  Deployment as EcsDeployment,
  Resource,
  Service as EcsService,
  Task as EcsTask,
  TaskSet,
} from "@aws-sdk/client-ecs";
import type { Alarm, Cluster, Deployment, Instance, ScalingActivity, Service, Task } from "./snapshot";

/** AWS's answers, in the words of a snapshot. What AWS leaves out is empty, never a guess. */

export const isoOf = (date: Date | undefined): string | undefined => date?.toISOString();

/** `family:revision` of a task definition's ARN, the id of a task's. */
export const lastPart = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

/** A cluster whose service was found; its tasks run on its instances. */
export function clusterOf(instances: readonly ContainerInstance[], name: string): Cluster {
  const sum = (of: (instance: ContainerInstance) => number | undefined) =>
    instances.reduce((total, instance) => total + (of(instance) ?? 0), 0);
  return {
    name,
    runningTasks: sum(({ runningTasksCount }) => runningTasksCount),
    pendingTasks: sum(({ pendingTasksCount }) => pendingTasksCount),
  };
}

export function instanceOf(found: ContainerInstance): Instance {
  const { remainingResources = [], registeredResources = [], attributes = [] } = found;
  const attribute = (name: string) => attributes.find((one) => one.name === name)?.value ?? "";
  return {
    id: found.ec2InstanceId ?? lastPart(found.containerInstanceArn),
    type: attribute("ecs.instance-type"),
    zone: attribute("ecs.availability-zone"),
    status: found.status ?? "",
    agentConnected: found.agentConnected ?? false,
    agentVersion: found.versionInfo?.agentVersion ?? "",
    freeCpu: amount(remainingResources, "CPU"),
    totalCpu: amount(registeredResources, "CPU"),
    freeMemoryMiB: amount(remainingResources, "MEMORY"),
    totalMemoryMiB: amount(registeredResources, "MEMORY"),
    tasks: (found.runningTasksCount ?? 0) + (found.pendingTasksCount ?? 0),
  };
}

const amount = (resources: readonly Resource[], name: string): number =>
  resources.find((resource) => resource.name === name)?.integerValue ?? 0;

export function serviceOf(found: EcsService): Service {
  const { deployments = [], taskSets = [] } = found;
  const controller = found.deploymentController?.type ?? "ECS";
  const primary = taskSets.find(({ status }) => status === "PRIMARY");
  return {
    name: found.serviceName ?? "",
    status: found.status ?? "",
    controller,
    desired: found.desiredCount ?? 0,
    running: found.runningCount ?? 0,
    pending: found.pendingCount ?? 0,
    minimumHealthyPercent: found.deploymentConfiguration?.minimumHealthyPercent,
    taskDefinition: lastPart(primary?.taskDefinition ?? found.taskDefinition),
    deployments: controller === "ECS" ? deployments.map(deploymentOf) : taskSets.map(taskSetOf),
  };
}

function deploymentOf(found: EcsDeployment): Deployment {
  return {
    ...countsOf(found),
    taskDefinition: lastPart(found.taskDefinition),
    state: found.rolloutState ?? "",
    reason: found.rolloutStateReason,
    desired: found.desiredCount ?? 0,
    failedTasks: found.failedTasks ?? 0,
  };
}

function taskSetOf(found: TaskSet): Deployment {
  return {
    ...countsOf(found),
    taskDefinition: lastPart(found.taskDefinition),
    state: found.stabilityStatus ?? "",
    desired: found.computedDesiredCount ?? 0,
    failedTasks: 0,
  };
}

function countsOf({ id = "", status = "", runningCount = 0, pendingCount = 0, createdAt }: EcsDeployment & TaskSet) {
  return { id, status, running: runningCount, pending: pendingCount, since: isoOf(createdAt) ?? "" };
}

export function taskOf(found: EcsTask, instance: string | undefined): Task {
  return {
    id: lastPart(found.taskArn),
    taskDefinition: lastPart(found.taskDefinitionArn),
    status: found.lastStatus ?? "",
    health: found.healthStatus ?? "UNKNOWN",
    instance,
    zone: found.availabilityZone,
    startedAt: isoOf(found.startedAt),
    stoppedAt: isoOf(found.stoppedAt),
    stoppedReason: found.stoppedReason,
    stopCode: found.stopCode,
    containers: (found.containers ?? []).map(
      ({ name = "", image = "", lastStatus = "", healthStatus, exitCode, reason }) => ({
        name,
        image,
        status: lastStatus,
        health: healthStatus ?? "UNKNOWN",
        exitCode,
        reason,
      }),
    ),
  };
}

export function alarmOf(found: MetricAlarm & CompositeAlarm): Alarm {
  return {
    name: found.AlarmName ?? "",
    state: found.StateValue ?? "",
    since: isoOf(found.StateTransitionedTimestamp ?? found.StateUpdatedTimestamp),
    description: found.AlarmDescription,
  };
}

export function scalingOf(found: AwsScalingActivity): ScalingActivity {
  return {
    at: isoOf(found.StartTime) ?? "",
    status: found.StatusCode ?? "",
    description: found.Description ?? "",
    cause: found.Cause ?? "",
  };
}
