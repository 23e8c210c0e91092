import {
  ListTasksCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { ServiceTarget } from "../../../lib/ecs/target";
import { awsError } from "../../../lib/aws";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { imageOf } from "../../../lib/ecs/task-definition";
import { migrationStartedBy } from "../../../modules/platform/environment/names";
import {
  readService,
  revisionName,
  runningTaskDefinition,
  tagOf,
  taskId,
  type EcsService,
} from "../../../lib/ecs/service";

/** What runs, before anything is changed. */
export interface Running {
  readonly service: EcsService;
  /** ARN. */
  readonly taskDefinition: string;
  readonly definition: TaskDefinition;
  /** Tag of the web container's image. */
  readonly tag: string;
  /** The rolling deployment that is under way. */
  readonly underWay?: {
    readonly taskDefinition: string;
    readonly tag: string;
    /** The task definition that it replaces; undefined when the last of its tasks is gone, before ECS calls the deployment completed. */
    readonly previous: string | undefined;
  };
}

/** "v41 (shop:3)". */
export const describeRunning = ({ tag, taskDefinition }: Running): string => `${tag} (${revisionName(taskDefinition)})`;

/** @throws UserError when there is no such service */
export async function readRunning(ecs: ECSClient, environment: ServiceTarget): Promise<Running> {
  const { container } = environment;
  const service = await readService(ecs, environment);
  const taskDefinition = runningTaskDefinition(service);
  const definition = await readDefinition(ecs, taskDefinition);
  const tag = tagOf(imageOf(definition, container));
  const { deployments = [], deploymentController } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const running = { service, taskDefinition, definition, tag };
  if (primary?.rolloutState !== "IN_PROGRESS" || deploymentController?.type === "CODE_DEPLOY") return running;
  const older = deployments.find(
    ({ status, taskDefinition: other }) => status !== "PRIMARY" && other !== taskDefinition,
  );
  return { ...running, underWay: { taskDefinition, tag, previous: older?.taskDefinition } };
}

export async function readDefinition(ecs: ECSClient, arn: string): Promise<TaskDefinition> {
  const { taskDefinition = {} } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }))
    .catch((error: unknown) => {
      throw awsError(error, `read the task definition ${arn}`);
    });
  return taskDefinition;
}

/** @throws UserError (exit code "busy") when the migration of a release that was left still runs */
export async function checkMigrations(ecs: ECSClient, environment: ServiceTarget): Promise<void> {
  const cluster = environment.cluster.name;
  const { taskArns = [] } = await ecs
    .send(new ListTasksCommand({ cluster, startedBy: migrationStartedBy, desiredStatus: "RUNNING" }))
    .catch((error: unknown) => {
      throw awsError(error, `ask for running migrations of ${environment.service.field}`);
    });
  const [task] = taskArns;
  if (task === undefined) return;
  throw new UserError(
    `the migration of an earlier release still runs: task ${taskId(task)}; wait for it, or stop it with aws ecs stop-task --cluster ${cluster} --task ${taskId(task)}`,
    exitCodes.busy,
  );
}
