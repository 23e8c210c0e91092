import { DescribeScalingActivitiesCommand } from "@aws-sdk/client-application-auto-scaling";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  type Service as EcsService,
} from "@aws-sdk/client-ecs";
import { DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ChosenService } from "../../lib/ecs/target";
import { awsError, describedAtOnce, everyPage, inBatches, nameOf } from "../../lib/aws";
import { UserError } from "../../packages/common/errors";
import type { Clients } from "./clients";
import type { ContainerLog, Snapshot, Target, Task } from "./snapshot";
import { alarmOf, clusterOf, instanceOf, isoOf, scalingOf, serviceOf, taskOf } from "./translate";

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

/** Answers about the account, the cluster and its instances, and the alarms, which are the same for all services of an environment. */
export class Shared {
  private readonly answers = new Map<string, Promise<unknown>>();

  once<T>(what: string, work: () => Promise<T>): Promise<T> {
    const answer = this.answers.get(what) ?? work();
    this.answers.set(what, answer);
    return answer as Promise<T>;
  }
}

/**
 * Reads all of it in three rounds of calls that do not wait for each other: 11 calls, one for each target group and each
 * container's log, and two more for each further hundred of tasks or of instances.
 *
 * @throws UserError with exit code 2 when AWS cannot be asked, with 3 when there is no such cluster or service
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
  const listTasks = (desiredStatus: "RUNNING" | "STOPPED", enough?: number) =>
    everyPage(async (nextToken) => {
      const page = await ecs.send(new ListTasksCommand({ cluster, serviceName: service, desiredStatus, nextToken }));
      return { items: page.taskArns, next: page.nextToken };
    }, enough);

  const [, clusterFound, serviceFound, instanceArns, runningArns, stoppedArns, alarms, scaling] = await Promise.all([
    shared.once("account", () => clients.checkAccount()),
    shared.once("cluster", () =>
      required(`read the cluster ${cluster}`, ecs.send(new DescribeClustersCommand({ clusters: [cluster] }))),
    ),
    required(
      `read the service ${service}`,
      ecs.send(new DescribeServicesCommand({ cluster, services: [service] })).catch(noneWithoutCluster),
    ),
    shared.once("instances", () =>
      required(
        "list the container instances",
        everyPage(async (nextToken) => {
          const page = await ecs.send(new ListContainerInstancesCommand({ cluster, nextToken }));
          return { items: page.containerInstanceArns, next: page.nextToken };
        }).catch(noneListedWithoutCluster),
      ),
    ),
    required("list the tasks", listTasks("RUNNING").catch(noneListedWithoutCluster)),
    required("list the stopped tasks", listTasks("STOPPED", stoppedTasks).catch(noneListedWithoutCluster)),
    optional(
      "the alarms",
      [],
      shared.once("alarms", () => alarmsOf(clients, environment)),
    ),
    optional("the scaling activity", [], scalingActivity(clients, environment)),
  ]);
  const found = serviceOfAnswer(environment, clusterFound.clusters?.[0]?.status, serviceFound.services?.[0]);

  const [instances, tasks, targets] = await Promise.all([
    shared.once("described instances", () =>
      required(
        "read the container instances",
        inBatches(instanceArns, describedAtOnce, async (containerInstances) => {
          const answer = await ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
          return answer.containerInstances;
        }),
      ),
    ),
    required(
      "read the tasks",
      inBatches([...runningArns, ...stoppedArns], describedAtOnce, async (batch) => {
        const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: batch }));
        return answer.tasks;
      }),
    ),
    optional("the targets' health", [], targetsOf(clients, found)),
  ]);
  const ec2Ids = new Map(
    instances.map(({ containerInstanceArn, ec2InstanceId }) => [containerInstanceArn, ec2InstanceId]),
  );
  const all = tasks
    .map((task) => taskOf(task, ec2Ids.get(task.containerInstanceArn)))
    .toSorted((a, b) => (b.stoppedAt ?? b.startedAt ?? "9").localeCompare(a.stoppedAt ?? a.startedAt ?? "9"));
  const running = all.filter(({ status }) => status !== "STOPPED");
  const stopped = all.filter(({ status }) => status === "STOPPED");
  const telling = mostTelling(running, stopped);
  const logs =
    telling === undefined || logLines === 0
      ? []
      : await optional("the logs", [], Promise.all(logsOf(clients, environment, telling, logLines)));

  return {
    at: new Date().toISOString(),
    environment: environment.name,
    account: environment.account,
    region: environment.region,
    cluster: clusterOf(clusterFound.clusters?.[0], cluster),
    instances: instances.map(instanceOf).toSorted((a, b) => a.id.localeCompare(b.id)),
    service: serviceOf(found),
    tasks: running,
    stopped,
    targets,
    events: (found.events ?? [])
      .slice(0, events)
      .map(({ createdAt, message = "" }) => ({ at: isoOf(createdAt) ?? "", message })),
    logs,
    alarms,
    scaling,
    unread,
  };
}

async function required<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw awsError(error, doing);
  }
}

/** A cluster that is not there is told once, by `serviceOfAnswer`; the other calls that fail for it have found nothing. */
function noneWithoutCluster(error: unknown): Record<string, undefined> {
  if (nameOf(error) === "ClusterNotFoundException" || nameOf(error) === "ServiceNotFoundException") return {};
  throw error;
}

function noneListedWithoutCluster(error: unknown): readonly never[] {
  noneWithoutCluster(error);
  return [];
}

function serviceOfAnswer(
  { name, account, region, cluster, service }: ChosenService,
  clusterStatus: string | undefined,
  found: EcsService | undefined,
): EcsService {
  const next = `deploy it (./platform deploy ${name}), or look in another account or region`;
  if (clusterStatus === undefined || clusterStatus === "INACTIVE") {
    throw new UserError(`there is no cluster ${cluster.name} in ${account} ${region}: ${next}`, notThere);
  }
  if (found === undefined || found.status === "INACTIVE") {
    throw new UserError(`there is no service ${service.name} in cluster ${cluster.name}: ${next}`, notThere);
  }
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
