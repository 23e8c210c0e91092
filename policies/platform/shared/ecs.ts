import {
  blocksOf,
  isRecord,
  leadsTo,
  referrersOf,
  securityGroupsOf,
  valueLeadsTo,
  type Block,
  type Container,
  type Properties,
} from "../../../packages/terraform-json";
import { numberOf, textOf } from "../../../packages/aws-policies/values";

/** The task definition a service runs; undefined when it is not in these stacks. */
export function taskDefinitionOf(service: Block): Block | undefined {
  return leadsTo(service, "task_definition", "aws_ecs_task_definition")[0];
}

/** A container that a service registers with a load balancer. */
export interface Registration {
  readonly targetGroup: Block;
  readonly container: string;
  readonly containerPort: number | undefined;
}

export function registrationsOf(service: Block): Registration[] {
  return blocksOf(service.properties.load_balancer).flatMap(({ target_group_arn, container_name, container_port }) =>
    valueLeadsTo(service.configuration, target_group_arn, "aws_lb_target_group").map((targetGroup) => ({
      targetGroup,
      container: textOf(container_name),
      containerPort: numberOf(container_port),
    })),
  );
}

/** The most tasks that a service is to have: as desired, or as automatic scaling may set. */
export function peakOf(service: Block): number {
  const targets = referrersOf(service, "aws_appautoscaling_target", "resource_id");
  const scheduled = targets.flatMap((target) =>
    referrersOf(target, "aws_appautoscaling_scheduled_action", "resource_id").flatMap(({ properties }) =>
      blocksOf(properties.scalable_target_action),
    ),
  );
  const highest = [...targets.map(({ properties }) => properties), ...scheduled].map(
    ({ max_capacity }) => numberOf(max_capacity) ?? 0,
  );
  return Math.max(numberOf(service.properties.desired_count) ?? 1, ...highest);
}

/** The Auto Scaling groups whose instances a service's tasks run on. */
export function instancesOf(service: Block): Block[] {
  const named = leadsTo(service, "capacity_provider_strategy", "aws_ecs_capacity_provider");
  const providers = named.length > 0 ? named : providersOfCluster(service);
  return [
    ...new Set(
      providers.flatMap((provider) => leadsTo(provider, "auto_scaling_group_provider", "aws_autoscaling_group")),
    ),
  ];
}

/** Security groups of a service's tasks: in network mode awsvpc their own, else those of the instances. */
export function groupsOfTasks(service: Block): Block[] {
  const own = leadsTo(service, "network_configuration", "aws_security_group");
  return own.length > 0 ? own : instancesOf(service).flatMap(securityGroupsOf);
}

/** Subnets that a service's tasks call from. */
export function subnetsOfTasks(service: Block): Block[] {
  const own = leadsTo(service, "network_configuration", "aws_subnet");
  return own.length > 0
    ? own
    : instancesOf(service).flatMap((group) => leadsTo(group, "vpc_zone_identifier", "aws_subnet"));
}

function providersOfCluster(service: Block): Block[] {
  return leadsTo(service, "cluster", "aws_ecs_cluster")
    .flatMap((cluster) => referrersOf(cluster, "aws_ecs_cluster_capacity_providers", "cluster_name"))
    .flatMap((association) => leadsTo(association, "capacity_providers", "aws_ecs_capacity_provider"));
}

/** The load balancers that send requests to a target group, by listener or by rule. */
export function loadBalancersOf(targetGroup: Block): Block[] {
  const rules = referrersOf(targetGroup, "aws_lb_listener_rule", "action");
  const listeners = [
    ...referrersOf(targetGroup, "aws_lb_listener", "default_action"),
    ...rules.flatMap((rule) => leadsTo(rule, "listener_arn", "aws_lb_listener")),
  ];
  return [...new Set(listeners.flatMap((listener) => leadsTo(listener, "load_balancer_arn", "aws_lb")))];
}

/** A port mapping; host port 0 is one that ECS chooses at each start. */
export interface PortMapping {
  readonly container: number;
  readonly host: number;
}

export function portMappingsOf({ portMappings }: Container, networkMode: unknown): PortMapping[] {
  const sharesItsPorts = networkMode === "awsvpc" || networkMode === "host";
  return blocksOf(portMappings).flatMap(({ containerPort, hostPort }) => {
    const container = numberOf(containerPort);
    if (container === undefined) return [];
    return [{ container, host: numberOf(hostPort) ?? (sharesItsPorts ? container : 0) }];
  });
}

/** Plain variables of a container by name; `${...}` stays in the values. */
export function variablesOf({ environment }: Container): Map<string, string> {
  return new Map(blocksOf(environment).map(({ name, value }) => [textOf(name), textOf(value)]));
}

/** Secrets of a container: the variable, and where its value is from. */
export function secretsOf({ secrets }: Container): { name: string; valueFrom: string }[] {
  return blocksOf(secrets).map(({ name, valueFrom }) => ({ name: textOf(name), valueFrom: textOf(valueFrom) }));
}

/** The `awslogs` options of a container; undefined when it logs elsewhere. */
export function awslogsOf({ logConfiguration }: Container): Properties | undefined {
  if (!isRecord(logConfiguration) || logConfiguration.logDriver !== "awslogs") return undefined;
  return isRecord(logConfiguration.options) ? logConfiguration.options : {};
}

/** What a container runs: entry point and command; empty when the image decides. */
export function commandOf({ entryPoint, command }: Container): string {
  return [entryPoint, command]
    .flat()
    .filter((word) => typeof word === "string")
    .join(" ");
}
