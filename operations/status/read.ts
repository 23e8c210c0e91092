import { DescribeScalingActivitiesCommand } from "@aws-sdk/client-application-auto-scaling";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  type ContainerInstance,
  type Service as EcsService,
  type Task as EcsTask,
} from "@aws-sdk/client-ecs";
import { DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ChosenService } from "../../lib/ecs/target";
import { awsError, describedAtOnce, everyPage, inBatches, nameOf } from "../../lib/aws";
import { UserError } from "../../packages/common/errors";
import { Shared, type Clients } from "./clients";
import { migrationStartedBy, oneOffFamily, oneOffSizes } from "../../modules/platform/environment/names";
import type { ContainerLog, OneOffTask, Snapshot, Target, Task } from "./snapshot";
import { couldStart } from "./start";
import { whyStopped } from "./summarize";
import { alarmOf, clusterOf, instanceOf, isoOf, lastPart, scalingOf, serviceOf, taskOf } from "./translate";
import { nextCommand } from "../../lib/next-command";

/** Exit code for something that is asked about and not there. */
export const notThere = 3;

/** Stopped tasks that are read. ECS lists them in no order, so that the newest may come last, and keeps them for an hour. */
const stoppedTasks = 1000;

export interface ReadOptions {
  /** Newest log lines of each container. @default 5 */
  readonly logLines?: number;
  /** Newest events of the service. @default 10 */
  readonly events?: number;
  /** Where several services are read: what they have in common is read once. @default - each read is its own */
  readonly shared?: Shared;
}

/**
 * Reads all of it in three rounds of calls that do not wait for each other: 13 calls, one for each target group, each container's
 * log and each repository, and two more for each further hundred of tasks or of instances. Services that are read together share what
 * is known of the cluster.
 *
 * @throws UserError with exit code 9 when AWS cannot be asked, with 3 when there is no such cluster or service
 */
export async function read(
  clients: Clients,
  environment: ChosenService,
  { logLines = 5, events = 10, shared = new Shared() }: ReadOptions = {},
): Promise<Snapshot> {
  const unread: string[] = [];
  /** What is worth having, and not worth stopping for. */
  const optional = async <T>(what: string, otherwise: T, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      unread.push(awsError(error, `read ${what}`).message);
      return otherwise;
    }
  };
  const { ecs } = clients;
  const cluster = environment.cluster.name;
  const service = environment.service.name;

  const [found, instances, tasks, alarms, scaling] = await Promise.all([
    serviceFound(clients, environment),
    shared.once("instances", () => instancesOf(clients, cluster)),
    shared.once("tasks", () => tasksOf(clients, cluster)),
    optional(
      "the alarms",
      [],
      shared.once("alarms", () => alarmsOf(clients, environment)),
    ),
    optional("the scaling activity", [], scalingActivity(clients, environment)),
  ]);
  const ec2Ids = new Map(
    instances.map(({ containerInstanceArn, ec2InstanceId }) => [containerInstanceArn, ec2InstanceId]),
  );
  const newestFirst = (some: readonly EcsTask[]): readonly Task[] =>
    some
      .map((task) => taskOf(task, ec2Ids.get(task.containerInstanceArn)))
      .toSorted((a, b) => (b.stoppedAt ?? b.startedAt ?? "9").localeCompare(a.stoppedAt ?? a.startedAt ?? "9"));
  const all = newestFirst(tasks.filter(({ group }) => group === `service:${service}`));
  const running = all.filter(({ status }) => status !== "STOPPED");
  const stopped = all.filter(({ status }) => status === "STOPPED");
  const telling = mostTelling(running, stopped);
  const translated = serviceOf(found);

  const [definition, targets, logs] = await Promise.all([
    optional(
      "the task definition",
      undefined,
      ecs
        .send(new DescribeTaskDefinitionCommand({ taskDefinition: translated.taskDefinition }))
        .then(({ taskDefinition }) => taskDefinition),
    ),
    optional("the targets' health", [], targetsOf(clients, found)),
    telling === undefined || logLines === 0
      ? []
      : optional("the logs", [], Promise.all(logsOf(clients, environment, telling, logLines))),
  ]);
  const start =
    definition === undefined
      ? undefined
      : await couldStart({ clients, environment, service: found, definition, instances, shared, optional });

  return {
    at: new Date().toISOString(),
    environment: environment.name,
    account: environment.account,
    region: environment.region,
    cluster: clusterOf(instances, cluster),
    instances: instances.map(instanceOf).toSorted((a, b) => a.id.localeCompare(b.id)),
    service: translated,
    tasks: running,
    stopped,
    oneOff: oneOffTasks(environment, tasks, newestFirst),
    ...(start !== undefined && { start }),
    ...lastFailure(found, stopped),
    targets,
    events: eventsOf(found).slice(0, events),
    logs,
    alarms,
    scaling,
    unread,
  };
}

function instancesOf({ ecs }: Clients, cluster: string): Promise<readonly ContainerInstance[]> {
  const work = async () => {
    const arns = await everyPage(async (nextToken) => {
      const page = await ecs.send(new ListContainerInstancesCommand({ cluster, nextToken }));
      return { items: page.containerInstanceArns, next: page.nextToken };
    });
    return inBatches(arns, describedAtOnce, async (containerInstances) => {
      const answer = await ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
      return answer.containerInstances;
    });
  };
  return required("read the container instances", work().catch(noneListedWithoutCluster));
}

/** The tasks of the whole cluster: one list for all services, and for single tasks. */
function tasksOf({ ecs }: Clients, cluster: string): Promise<readonly EcsTask[]> {
  const listed = (desiredStatus: "RUNNING" | "STOPPED", enough?: number) =>
    everyPage(async (nextToken) => {
      const page = await ecs.send(new ListTasksCommand({ cluster, desiredStatus, nextToken }));
      return { items: page.taskArns, next: page.nextToken };
    }, enough);
  const work = async () => {
    const arns = await Promise.all([listed("RUNNING"), listed("STOPPED", stoppedTasks)]);
    return inBatches(arns.flat(), describedAtOnce, async (batch) => {
      const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: batch }));
      return answer.tasks;
    });
  };
  return required("read the tasks", work().catch(noneListedWithoutCluster));
}

/** Running tasks of the environment's families for single commands. */
function oneOffTasks(
  { services }: ChosenService,
  tasks: readonly EcsTask[],
  newestFirst: (some: readonly EcsTask[]) => readonly Task[],
): readonly OneOffTask[] {
  const owners = new Map(
    Object.values(services).flatMap((service) =>
      Object.keys(oneOffSizes(service)).map((container) => [oneOffFamily(service, container), service] as const),
    ),
  );
  const single = tasks.filter(
    ({ group = "", lastStatus }) => owners.has(group.replace(/^family:/, "")) && lastStatus !== "STOPPED",
  );
  const startedBy = new Map(single.map((task) => [lastPart(task.taskArn), task.startedBy ?? ""]));
  return newestFirst(single).map((task) => {
    const by = startedBy.get(task.id) ?? "";
    const migration = owners.get(task.taskDefinition.replace(/:\d+$/, ""))?.migration;
    if (by !== migrationStartedBy) return { ...task, purpose: by === "" ? "single task" : `started by ${by}` };
    return {
      ...task,
      purpose: "migration",
      ...(migration !== undefined && { limitMinutes: migration.timeoutMinutes }),
    };
  });
}

const eventsOf = ({ events = [] }: EcsService) =>
  events.map(({ createdAt, message = "" }) => ({ at: isoOf(createdAt) ?? "", message }));

/**
 * The newest deployment that failed, until another one than the one it was rolled back to is completed. ECS forgets the deployment itself
 * a moment after the rollback; its events, of which there are 100, and the stopped tasks stay for longer.
 */
function lastFailure(service: EcsService, stopped: readonly Task[]): Pick<Snapshot, "lastFailure"> {
  const events = eventsOf(service);
  const index = events.findIndex(({ message }) => /\(deployment \S+\) deployment failed/.test(message));
  const failed = events[index];
  if (failed === undefined) return {};
  const [, id = "", reason = ""] = /\(deployment (\S+)\) deployment failed:? ?(.*)$/.exec(failed.message) ?? [];
  const newer = events.slice(0, index);
  const back = newer.flatMap(({ message }) => /rolling back to deployment (\S+?)\.?$/.exec(message)?.[1] ?? []).at(-1);
  const completed = newer.flatMap(
    ({ message }) => /\(deployment (\S+)\) deployment completed/.exec(message)?.[1] ?? [],
  );
  if (completed.some((one) => one !== back)) return {};
  const since = service.deployments?.find((one) => one.id === id)?.createdAt?.toISOString();
  const own = stopped.filter(
    (task) =>
      hasFailed(task) &&
      task.taskDefinition !== lastPart(service.taskDefinition) &&
      (task.stoppedAt ?? "") <= failed.at &&
      (task.stoppedAt ?? "") >= (since ?? ""),
  );
  // An earlier deployment may have failed, too.
  const newest = own.filter(({ taskDefinition }) => taskDefinition === own[0]?.taskDefinition);
  const reasons = [...new Set(newest.map((task) => `${task.taskDefinition}  ${whyStopped(task)}`))].slice(0, 3);
  return {
    lastFailure: {
      at: failed.at,
      id,
      reasons: [...(reason === "" ? [] : [reason]), ...reasons],
      rolledBack: back !== undefined,
    },
  };
}

async function required<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw awsError(error, doing);
  }
}

/** What fails because there is no cluster has found nothing; `serviceFound` reports it. */
function noneListedWithoutCluster(error: unknown): readonly never[] {
  if (nameOf(error) === "ClusterNotFoundException") return [];
  throw error;
}

/** The service as ECS describes it. Its ARN says whose account it is in, so that this needs no question of its own. */
async function serviceFound(clients: Clients, environment: ChosenService): Promise<EcsService> {
  const { name, account, region, cluster, service } = environment;
  const next = `deploy it (${nextCommand(`deploy ${name}`)}), or look in another account or region`;
  let missing = `there is no service ${service.name} in cluster ${cluster.name}: ${next}`;
  const { services = [] } = await required(
    `read the service ${service.name}`,
    clients.ecs
      .send(new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }))
      .catch((error: unknown) => {
        if (nameOf(error) === "ClusterNotFoundException") {
          missing = `there is no cluster ${cluster.name} in ${account} ${region}: ${next}`;
        } else if (nameOf(error) !== "ServiceNotFoundException") throw error;
        return { services: [] };
      }),
  );
  const [found] = services;
  if (found?.serviceArn?.split(":")[4] !== account) await clients.checkAccount();
  if (found === undefined || found.status === "INACTIVE") throw new UserError(missing, notThere);
  return found;
}

async function alarmsOf({ cloudwatch }: Clients, { base }: ChosenService) {
  // An alarm comes before the composite one that is made of it: its description says what to do.
  const alarms = await everyPage(async (NextToken) => {
    const page = await cloudwatch.send(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: `${base}-`,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: 100,
        NextToken,
      }),
    );
    return { items: [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])], next: page.NextToken };
  });
  return alarms.map(alarmOf);
}

async function scalingActivity({ scaling }: Clients, { cluster, service }: ChosenService) {
  const { ScalingActivities = [] } = await scaling.send(
    new DescribeScalingActivitiesCommand({
      ServiceNamespace: "ecs",
      ResourceId: `service/${cluster.name}/${service.name}`,
      MaxResults: 5,
    }),
  );
  return ScalingActivities.map(scalingOf);
}

/** Blue/green, the target groups are those of the task sets; ECS knows none of the service itself. */
async function targetsOf({ elb }: Clients, service: EcsService): Promise<Target[]> {
  const balancers = [
    ...(service.loadBalancers ?? []),
    ...(service.taskSets ?? []).flatMap((set) => set.loadBalancers ?? []),
  ];
  const arns = [...new Set(balancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []))];
  const found = await Promise.all(
    arns.map(async (arn) => {
      const answer = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
      return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
        targetGroup: arn.split("/").at(-2) ?? arn,
        id: Target?.Id ?? "",
        port: Target?.Port ?? 0,
        state: TargetHealth?.State ?? "unavailable",
        reason: TargetHealth?.Description ?? TargetHealth?.Reason,
      }));
    }),
  );
  return found.flat();
}

/** The task whose log says most: the newest that failed, when it did so after the newest that runs was started; else that one. */
export function mostTelling(running: readonly Task[], stopped: readonly Task[]): Task | undefined {
  const failed = stopped.find(hasFailed);
  const [newest] = running;
  if (newest === undefined) return failed ?? stopped[0];
  return failed !== undefined && (failed.stoppedAt ?? "") > (newest.startedAt ?? "9") ? failed : newest;
}

/** Whether a task stopped because something is wrong, and not because the service was scaled, deployed or stopped by a person. */
export function hasFailed({ stopCode, stoppedReason = "" }: Task): boolean {
  if (stopCode === "TaskFailedToStart" || stopCode === "EssentialContainerExited") return true;
  return stopCode === "ServiceSchedulerInitiated" && /health check/i.test(stoppedReason);
}

/** Names of log streams are the platform's own: `ecs/<container>/<task>`, as modules/task-definition writes them. */
function logsOf({ logs }: Clients, { service }: ChosenService, { id }: Task, limit: number): Promise<ContainerLog>[] {
  return Object.entries(service.containers).map(async ([container, { logGroup }]) => {
    const request = { logGroupName: logGroup, logStreamName: `ecs/${container}/${id}`, limit };
    const { events = [] } = await logs.send(new GetLogEventsCommand(request)).catch((error: unknown) => {
      // The container has not written anything yet.
      if (nameOf(error) === "ResourceNotFoundException") return { events: [] };
      throw error;
    });
    const lines = events.map(({ timestamp, message = "" }) => ({
      at: timestamp === undefined ? "" : new Date(timestamp).toISOString(),
      text: message.trimEnd(),
    }));
    return { container, task: id, lines };
  });
}
