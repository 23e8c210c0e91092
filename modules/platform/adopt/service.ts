import { unnamed, type Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import { roleAdoptions, securityGroupAdoptions } from "./shared";
import { when, type Adopted } from "./adopted";

/** What is adopted in the service stack. */
export function serviceAdoptions({ cluster, services }: Environment, adopt: Adopt): readonly Adopted[] {
  const { roles, securityGroups } = adopt;
  return [
    ...when(adopt.service, ({ launchType }) => [
      {
        field: "adopt.service",
        address: "aws_ecs_service.service",
        id: `${cluster.name}/${services[unnamed.service]?.name}`,
        keep: launchType && { launch_type: launchType, capacity_provider_strategy: undefined },
      },
    ]),
    ...when(adopt.targetGroup, ({ arn, name, port }) => [
      {
        field: "adopt.targetGroup",
        address: "aws_lb_target_group.target-group",
        id: arn,
        keep: { name, name_prefix: undefined, port },
      },
    ]),
    ...when(adopt.listenerRule, (id) => [
      { field: "adopt.listenerRule", address: "aws_lb_listener_rule.listener-rule_rule", id },
    ]),
    ...roleAdoptions("execution", roles),
    ...roleAdoptions("task", roles),
    ...securityGroupAdoptions("tasks", "task-security-group", securityGroups),
  ];
}
