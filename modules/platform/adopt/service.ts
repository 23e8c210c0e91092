import type { Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import { roleTaken, securityGroupTaken } from "./shared";
import { when, type Taken } from "./taken";

/** What is taken over in the service stack. */
export function serviceTaken({ cluster, service }: Environment, adopt: Adopt): readonly Taken[] {
  const { roles, securityGroups } = adopt;
  return [
    ...when(adopt.service, ({ launchType }) => [
      {
        field: "adopt.service",
        address: "aws_ecs_service.service",
        id: `${cluster.name}/${service.name}`,
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
    ...roleTaken("execution", roles),
    ...roleTaken("task", roles),
    ...securityGroupTaken("tasks", "task-security-group", securityGroups),
  ];
}
