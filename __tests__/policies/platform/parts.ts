import type { Resources } from "../../../packages/aws-policies/__tests__/parts";

type Arguments = Readonly<Record<string, unknown>>;

/** What differs from a service of one container, `web`, on host port 4000 of instances behind a load balancer. */
export interface Differences {
  readonly containers?: readonly Arguments[];
  readonly task?: Arguments;
  readonly service?: Arguments;
  readonly targetGroup?: Arguments;
  readonly healthCheck?: Arguments;
  /** Further resources by type, then name; they replace those of the same name. */
  readonly resources?: Resources;
}

export const web = { name: "web", portMappings: [{ containerPort: 4000, hostPort: 4000 }] };

/** A service behind a load balancer, from the listener down to the instances' security group. */
export function application(differences: Differences = {}): Resources {
  const { containers = [web], task, service, targetGroup, healthCheck, resources = {} } = differences;
  const all: Resources = {
    aws_ecs_task_definition: {
      app: { network_mode: "bridge", container_definitions: JSON.stringify(containers), ...task },
    },
    aws_ecs_service: {
      app: {
        task_definition: "${aws_ecs_task_definition.app.arn}",
        capacity_provider_strategy: [{ capacity_provider: "${aws_ecs_capacity_provider.app.name}" }],
        load_balancer: [
          { target_group_arn: "${aws_lb_target_group.app.arn}", container_name: "web", container_port: 4000 },
        ],
        ...service,
      },
    },
    aws_lb_target_group: {
      app: {
        deregistration_delay: "60",
        health_check: { interval: 15, healthy_threshold: 2, ...healthCheck },
        ...targetGroup,
      },
    },
    aws_lb_listener_rule: {
      app: {
        listener_arn: "${aws_lb_listener.https.arn}",
        action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.app.arn}" }],
      },
    },
    aws_lb_listener: { https: { load_balancer_arn: "${aws_lb.app.arn}" } },
    aws_lb: { app: { security_groups: ["${aws_security_group.lb.id}"] } },
    aws_ecs_capacity_provider: {
      app: { auto_scaling_group_provider: { auto_scaling_group_arn: "${aws_autoscaling_group.app.arn}" } },
    },
    aws_autoscaling_group: {
      app: {
        launch_template: { id: "${aws_launch_template.app.id}" },
        vpc_zone_identifier: ["${aws_subnet.private.id}"],
      },
    },
    aws_launch_template: { app: { vpc_security_group_ids: ["${aws_security_group.instances.id}"] } },
    aws_security_group: { lb: {}, instances: {} },
    aws_subnet: { private: { vpc_id: "${aws_vpc.app.id}" } },
    aws_vpc: { app: {} },
  };
  const types = new Set([...Object.keys(all), ...Object.keys(resources)]);
  return Object.fromEntries([...types].map((type) => [type, { ...all[type], ...resources[type] }]));
}

/** The execution role `execution`, with one policy of these statements. */
export function executionRole(...statements: readonly Arguments[]): Resources {
  return {
    aws_iam_role: { execution: {} },
    aws_iam_role_policy: {
      execution: {
        role: "${aws_iam_role.execution.name}",
        policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
      },
    },
  };
}

export const withExecutionRole = { execution_role_arn: "${aws_iam_role.execution.arn}" };
