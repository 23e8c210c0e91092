import type { Construct } from "constructs";
import { ExecutionRole, TaskRole } from "../../../modules/iam";
import { LogGroup } from "../../../modules/logs";
import {
  TaskDefinition,
  type ContainerOptions,
  type ContainerProps,
  type FirelensLogProps,
  type FirelensProps,
  type LogProps,
  type TaskDefinitionProps,
} from "../../../modules/task-definition";
import { testStack, type SynthesizedStack } from "../../../packages/jest-terraform";

const where = { account: "123456789012", region: "eu-central-1" };

/** A container's properties, without those that every container here has. */
export type Container = Partial<ContainerOptions> & {
  readonly logs?: LogProps | FirelensLogProps;
  readonly firelens?: FirelensProps;
};

/** Properties of the task, its containers reduced to what a test is about; their number and order are kept. */
export type Task = Partial<Omit<TaskDefinitionProps, "containers" | "networkMode">> & {
  readonly networkMode?: "bridge" | "awsvpc" | "host";
  readonly containers?: Readonly<Record<string, Container>>;
};

export function taskDefinitionFor(scope: Construct, task: Task = {}): TaskDefinition {
  const { containers = { web: {} }, networkMode = "bridge", ...props } = task;
  const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30 });
  return new TaskDefinition(scope, "task-definition", {
    family: "test",
    region: where.region,
    executionRole: new ExecutionRole(scope, "execution-role", { name: "execution", ...where }),
    taskRole: new TaskRole(scope, "task-role", { name: "task", ...where }),
    ...props,
    networkMode,
    containers: Object.fromEntries(
      Object.entries(containers).map(([name, container]) => [
        name,
        {
          image: "registry/web:1",
          memoryReservationMiB: 512,
          ...(container.logs?.driver !== "awsfirelens" && { logGroup }),
          ...container,
        } as ContainerProps,
      ]),
    ),
  });
}

export const taskDefinition = (task?: Task): SynthesizedStack => testStack((scope) => taskDefinitionFor(scope, task));

/** `container_definitions` of the only task definition, parsed. */
export function definitionsOf(stack: SynthesizedStack): Record<string, unknown>[] {
  const text = stack.resource("aws_ecs_task_definition").properties.container_definitions;
  return JSON.parse(String(text)) as Record<string, unknown>[];
}
