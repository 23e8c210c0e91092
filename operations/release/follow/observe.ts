import {
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type ECSClient,
  type Task as EcsTask,
} from "@aws-sdk/client-ecs";
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ChosenService } from "../../../lib/ecs/target";
import { awsError, describedAtOnce, everyPage, inBatches } from "../../../lib/aws";
import { readService, taskId, type EcsService } from "../../../lib/ecs/service";
import type { Deployment, Observation, Task } from "./observation";

/** Stopped tasks that are read. ECS lists them in no order, so that the newest may come last, and keeps them for an hour. */
const stoppedTasks = 1000;

/**
 * Looks at a service: five requests, one when there is a new instance, and two more for each hundred of tasks, where a task that has
 * stopped is read once. A look at 500 tasks is about 20 requests; ECS allows 20 a second, and 100 at once.
 */
export class Observer {
  /** EC2 instance of each container instance. */
  private readonly instances = new Map<string, string>();
  /** Tasks that have stopped, by ARN: they do not change any more. */
  private readonly stopped = new Map<string, EcsTask>();

  constructor(
    private readonly ecs: ECSClient,
    private readonly elb: ElasticLoadBalancingV2Client,
    private readonly environment: Pick<ChosenService, "name" | "cluster" | "service">,
  ) {}

  /** @throws UserError when AWS does not answer */
  async observe(): Promise<Observation> {
    const service = await readService(this.ecs, this.environment);
    const tasks = await this.tasks().catch((error: unknown) => {
      throw awsError(error, `read the tasks of ${service.serviceName}`);
    });
    const health = await this.targetHealth(service).catch((error: unknown) => {
      throw awsError(error, `read the health of the targets of ${service.serviceName}`);
    });
    return {
      desired: service.desiredCount ?? 0,
      deployments: (service.deployments ?? []).map(deploymentOf),
      tasks: tasks.map((task) => taskOf(task, this.targetsOf(task), health)),
      events: (service.events ?? []).map(({ id = "", message = "" }) => ({ id, message })).toReversed(),
    };
  }

  private async tasks(): Promise<readonly EcsTask[]> {
    const cluster = this.environment.cluster.name;
    const serviceName = this.environment.service.name;
    const lists = await Promise.all(
      (["RUNNING", "STOPPED"] as const).map((desiredStatus) =>
        everyPage(
          async (nextToken) => {
            const page = { cluster, serviceName, desiredStatus, maxResults: 100, nextToken };
            const { taskArns, nextToken: next } = await this.ecs.send(new ListTasksCommand(page));
            return { items: taskArns, next };
          },
          desiredStatus === "STOPPED" ? stoppedTasks : Infinity,
        ),
      ),
    );
    const arns = [...new Set(lists.flat())];
    const read = await inBatches(
      arns.filter((arn) => !this.stopped.has(arn)),
      describedAtOnce,
      async (batch) => (await this.ecs.send(new DescribeTasksCommand({ cluster, tasks: batch }))).tasks,
    );
    const tasks = [...read, ...arns.flatMap((arn) => this.stopped.get(arn) ?? [])];
    for (const task of read) if (task.lastStatus === "STOPPED") this.stopped.set(task.taskArn ?? "", task);
    const unknown = tasks.flatMap(({ containerInstanceArn: arn, lastStatus }) =>
      arn === undefined || lastStatus === "STOPPED" || this.instances.has(arn) ? [] : [arn],
    );
    const instances = await inBatches([...new Set(unknown)], describedAtOnce, async (containerInstances) => {
      const answer = await this.ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
      return answer.containerInstances;
    });
    for (const { containerInstanceArn = "", ec2InstanceId = "" } of instances) {
      this.instances.set(containerInstanceArn, ec2InstanceId);
    }
    return tasks;
  }

  /** Health by "id:port" of the targets of the service's groups. */
  private async targetHealth({ loadBalancers = [], taskSets = [] }: EcsService): Promise<ReadonlyMap<string, string>> {
    const groups = [...loadBalancers, ...taskSets.flatMap((set) => set.loadBalancers ?? [])].flatMap(
      ({ targetGroupArn }) => targetGroupArn ?? [],
    );
    const answers = await Promise.all(
      [...new Set(groups)].map((group) => this.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }))),
    );
    return new Map(
      answers
        .flatMap(({ TargetHealthDescriptions = [] }) => TargetHealthDescriptions)
        .map(({ Target, TargetHealth }) => [`${Target?.Id}:${Target?.Port}`, TargetHealth?.State ?? "unknown"]),
    );
  }

  /** Under which names a load balancer may know a task: its instance with the host ports, or its own address. */
  private targetsOf({ containers = [], containerInstanceArn = "" }: EcsTask): readonly string[] {
    const instance = this.instances.get(containerInstanceArn);
    return containers.flatMap(({ networkBindings = [], networkInterfaces = [] }) => [
      ...networkBindings.map(({ hostPort }) => `${instance}:${hostPort}`),
      ...networkInterfaces.map(({ privateIpv4Address }) => `${privateIpv4Address}:`),
    ]);
  }
}

function deploymentOf(deployment: NonNullable<EcsService["deployments"]>[number]): Deployment {
  const { id = "", status, taskDefinition = "", rolloutState, rolloutStateReason = "" } = deployment;
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, failedTasks = 0 } = deployment;
  return {
    id,
    isPrimary: status === "PRIMARY",
    taskDefinition,
    state: rolloutState ?? "IN_PROGRESS",
    reason: rolloutStateReason,
    desired: desiredCount,
    running: runningCount,
    pending: pendingCount,
    failed: failedTasks,
    createdAt: deployment.createdAt?.getTime(),
    updatedAt: deployment.updatedAt?.getTime(),
  };
}

function taskOf(task: EcsTask, targets: readonly string[], health: ReadonlyMap<string, string>): Task {
  const { taskArn, taskDefinitionArn = "", lastStatus = "", healthStatus = "UNKNOWN", containers = [] } = task;
  // A task's own address is known without the port.
  const found = targets
    .map((own) => (own.endsWith(":") ? [...health].find(([target]) => target.startsWith(own))?.[1] : health.get(own)))
    .find((state) => state !== undefined);
  return {
    id: taskId(taskArn),
    taskDefinition: taskDefinitionArn,
    status: lastStatus,
    health: healthStatus,
    target: lastStatus === "STOPPED" ? undefined : found,
    createdAt: task.createdAt?.getTime() ?? 0,
    pullingAt: task.pullStartedAt?.getTime(),
    startedAt: task.startedAt?.getTime(),
    stoppingAt: task.stoppingAt?.getTime(),
    instance: task.containerInstanceArn,
    stoppedAt: task.stoppedAt?.getTime(),
    stoppedReason: task.stoppedReason,
    containers: containers.map(({ name = "", exitCode, reason, healthStatus: own = "UNKNOWN" }) => ({
      name,
      exitCode,
      reason,
      health: own,
    })),
  };
}
