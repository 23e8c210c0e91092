import { blocksOf, isRecord, type Properties } from "../../../terraform-json";
import type { InstanceSizes, PlannedChange, Values } from "../../model";
import { readContainers } from "../diff/containers";
import { block, number } from "../details";
import { list, remains, valuesOf, type ResourceIndex } from "../resource-index";

/** What a task takes of an instance. */
export interface TaskSize {
  /** CPU units. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Whether it wants a port of the instance for itself, so that no second one runs beside it. */
  readonly hasHostPort: boolean;
}

/** Undefined where the containers cannot be read. */
export function sizeOf(definition: Values | undefined): TaskSize | undefined {
  const containers = definition && readContainers(definition.container_definitions);
  if (containers === undefined || containers.size === 0) return undefined;
  const all = [...containers.values()];
  const sum = (argument: (container: Properties) => unknown) =>
    all.reduce((total, container) => total + (number(argument(container)) ?? 0), 0);
  const isAwsvpc = definition?.network_mode === "awsvpc";
  return {
    cpu: number(definition?.cpu) ?? sum(({ cpu }) => cpu),
    // ECS places by the reservation where there is one.
    memoryMiB: number(definition?.memory) ?? sum(({ memoryReservation, memory }) => memoryReservation ?? memory),
    hasHostPort: !isAwsvpc && all.some((container) => hasHostPort(container, definition?.network_mode === "host")),
  };
}

function hasHostPort({ portMappings }: Properties, isHost: boolean): boolean {
  return list(portMappings)
    .filter(isRecord)
    .some(({ hostPort, containerPort }) => (number(hostPort) ?? 0) > 0 || (isHost && (number(containerPort) ?? 0) > 0));
}

/** The instances that a service's tasks run on. */
export interface Capacity {
  readonly types: readonly string[];
  readonly maximum: number | undefined;
}

/** How many tasks of this size an instance of the group takes: by the smallest type, of those that are known. */
export function tasksPerInstance(
  size: TaskSize,
  types: readonly string[],
  instanceSize: InstanceSizes | undefined,
): number | undefined {
  const fits = types.flatMap((name) => {
    const instance = instanceSize?.(name);
    if (instance === undefined) return [];
    const byMemory = size.memoryMiB > 0 ? Math.floor(instance.memoryMiB / size.memoryMiB) : Infinity;
    const byCpu = size.cpu > 0 ? Math.floor(instance.cpu / size.cpu) : Infinity;
    return [Math.min(byMemory, byCpu, size.hasHostPort ? 1 : Infinity)];
  });
  if (fits.length === 0) return size.hasHostPort ? 1 : undefined;
  const fewest = Math.min(...fits);
  return Number.isFinite(fewest) ? fewest : undefined;
}

/** The task definition that a service runs, by reference, by family, or because there is no other. */
export function definitionOf(service: PlannedChange, resourceIndex: ResourceIndex): PlannedChange | undefined {
  const type = "aws_ecs_task_definition";
  const value = service.after?.task_definition ?? service.before?.task_definition;
  const family = typeof value === "string" ? /(?:^|task-definition\/)([\w-]+)(?::\d+)?$/.exec(value)?.[1] : undefined;
  const found = resourceIndex.resolve(value, service.stack, type) ?? resourceIndex.resolve(family, service.stack, type);
  const definitions = resourceIndex.near(service, type);
  return found ?? (definitions.length === 1 ? definitions[0] : undefined);
}

/** The Auto Scaling group behind a service's capacity provider; where that is not known, the only one of the environment. */
export function capacityOf(service: PlannedChange, resourceIndex: ResourceIndex): Capacity | undefined {
  const [strategy] = blocksOf(valuesOf(service).capacity_provider_strategy);
  const provider = resourceIndex.resolve(strategy?.capacity_provider, service.stack, "aws_ecs_capacity_provider");
  const arn = provider && block(valuesOf(provider), "auto_scaling_group_provider").auto_scaling_group_arn;
  const named = provider && resourceIndex.resolve(arn, provider.stack, "aws_autoscaling_group");
  const group = named ?? onlyGroup(service, resourceIndex);
  if (group === undefined) return undefined;
  return { types: typesOf(group, resourceIndex), maximum: number(valuesOf(group).max_size) };
}

/** The Auto Scaling group of an environment that has but one. */
export function onlyGroup(change: PlannedChange, resourceIndex: ResourceIndex): PlannedChange | undefined {
  const groups = resourceIndex.near(change, "aws_autoscaling_group");
  return groups.length === 1 && groups[0] !== undefined && remains(groups[0]) ? groups[0] : undefined;
}

/** Instance types of a group: its own list, else that of its launch template. */
export function typesOf(group: PlannedChange, resourceIndex: ResourceIndex): readonly string[] {
  const types = instanceTypesIn(valuesOf(group));
  if (types.length > 0) return types;
  const templates = resourceIndex.near(group, "aws_launch_template");
  return templates.length === 1 && templates[0] !== undefined ? textsOf(valuesOf(templates[0]).instance_type) : [];
}

export function instanceTypesIn(group: Values): readonly string[] {
  const template = block(block(group, "mixed_instances_policy"), "launch_template");
  return blocksOf(template.override).flatMap(({ instance_type }) => textsOf(instance_type));
}

function textsOf(value: unknown): string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}
