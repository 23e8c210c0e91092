import {
  blocksOf,
  containersOf,
  coversSource,
  opensPort,
  rulesOfGroup,
  securityGroupsOf,
  type Block,
  type Configuration,
} from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import {
  groupsOfTasks,
  loadBalancersOf,
  portMappingsOf,
  registrationsOf,
  taskDefinitionOf,
  type Registration,
} from "./shared/ecs";

/** Host ports that ECS chooses from when the mapping says 0, at both ends. */
const ephemeralPorts = [32768, 65535];

/** The load balancer reaches the port of the health check. */
export const healthCheckPort = resourcePolicy({
  id: "health-check-port",
  severity: "error",
  title: "Security groups let the load balancer reach the port of the health check",
  why: "If no rule allows the check, into the tasks or out of the load balancer, every task stays unhealthy and is replaced again and again, however well it runs.",
  fix: "Open the port on the tasks' security group for the load balancer's, and on the load balancer's towards the tasks'.",
  links: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
  ],
  types: ["aws_ecs_service"],
  check: (service, stacks) => {
    const registrations = registrationsOf(service);
    if (registrations.length === 0) return notApplicable("no load balancer checks its tasks");
    return registrations.flatMap((registration) => checkRegistration(service, registration, stacks));
  },
});

function checkRegistration(
  service: Block,
  registration: Registration,
  stacks: readonly Configuration[],
): PolicyResult[] {
  const { targetGroup } = registration;
  const from = loadBalancersOf(targetGroup).flatMap(securityGroupsOf);
  if (from.length === 0)
    return [notApplicable(`no load balancer of these stacks sends requests to ${targetGroup.address}`)];
  const tasks = groupsOfTasks(service);
  if (tasks.length === 0) return [notApplicable("the security groups of its tasks are not in these stacks")];
  const ports = portsOf(service, registration);
  if (ports === undefined)
    return [fail(`the health check of ${targetGroup.address} goes to a port that no container maps`)];
  const opens = (direction: "ingress" | "egress", groups: readonly Block[], peers: readonly Block[], port: number) =>
    groups
      .flatMap((group) => rulesOfGroup(group, stacks))
      .some(
        (rule) =>
          rule.direction === direction &&
          opensPort(rule, port) &&
          peers.some((peer) => coversSource(rule, { groups: [peer] })),
      );
  return ports.flatMap((port) => [
    ...(opens("ingress", tasks, from, port)
      ? []
      : [fail(`port ${port} of ${names(tasks)} is not open to ${names(from)}`)]),
    ...(opens("egress", from, tasks, port)
      ? []
      : [fail(`${names(from)} does not allow traffic to port ${port} of ${names(tasks)}`)]),
  ]);
}

/** The ports the checks may go to; undefined when there is none. */
function portsOf(service: Block, { targetGroup, container: name, containerPort }: Registration): number[] | undefined {
  const [check = {}] = blocksOf(targetGroup.properties.health_check);
  const fixed = numberOf(check.port);
  if (fixed !== undefined) return [fixed];
  const task = taskDefinitionOf(service);
  const container = task && containersOf(task).find((other) => other.name === name);
  if (task === undefined || container === undefined) return containerPort === undefined ? undefined : [containerPort];
  const mappings = portMappingsOf(container, task.properties.network_mode);
  const mapping = mappings.find((other) => other.container === containerPort);
  return mapping && (mapping.host === 0 ? ephemeralPorts : [mapping.host]);
}

function names(groups: readonly Block[]): string {
  return groups.map(({ address }) => address).join(", ");
}
