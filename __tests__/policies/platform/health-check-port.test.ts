import { healthCheckPort as policy } from "../../../policies/platform/health-check-port";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, type Differences } from "./parts";

/** Rules from the load balancer to the instances, both sides, for a range of ports. */
const rules = (from: number, to = from) => ({
  aws_vpc_security_group_ingress_rule: {
    instances: {
      security_group_id: "${aws_security_group.instances.id}",
      referenced_security_group_id: "${aws_security_group.lb.id}",
      ip_protocol: "tcp",
      from_port: from,
      to_port: to,
    },
  },
  aws_vpc_security_group_egress_rule: {
    lb: {
      security_group_id: "${aws_security_group.lb.id}",
      referenced_security_group_id: "${aws_security_group.instances.id}",
      ip_protocol: "tcp",
      from_port: from,
      to_port: to,
    },
  },
});
const verdictsOf = (differences: Differences) => verdicts(policy, application(differences));

test("a port that both groups open passes", () => {
  expect(verdictsOf({ resources: rules(4000) })).toEqual(["pass aws_ecs_service.app"]);
  expect(verdictsOf({ resources: rules(4000), healthCheck: { port: "traffic-port" } })).toEqual([
    "pass aws_ecs_service.app",
  ]);
});

test("a port that no rule opens fails on each side that is closed", () => {
  expect(verdictsOf({ resources: rules(4001) })).toEqual([
    "fail aws_ecs_service.app: port 4000 of aws_security_group.instances is not open to aws_security_group.lb",
    "fail aws_ecs_service.app: aws_security_group.lb does not allow traffic to port 4000 of aws_security_group.instances",
  ]);
  expect(verdictsOf({ resources: { ...rules(4000), aws_vpc_security_group_egress_rule: {} } })).toEqual([
    "fail aws_ecs_service.app: aws_security_group.lb does not allow traffic to port 4000 of aws_security_group.instances",
  ]);
});

test("a health check on a port of its own needs that port", () => {
  expect(verdictsOf({ resources: rules(4000), healthCheck: { port: "9000" } })[0]).toBe(
    "fail aws_ecs_service.app: port 9000 of aws_security_group.instances is not open to aws_security_group.lb",
  );
  expect(verdictsOf({ resources: rules(9000), healthCheck: { port: "9000" } })).toEqual(["pass aws_ecs_service.app"]);
});

test("a dynamic host port needs the whole range that ECS chooses from", () => {
  const containers = [{ name: "web", portMappings: [{ containerPort: 4000, hostPort: 0 }] }];
  expect(verdictsOf({ containers, resources: rules(32768, 65535) })).toEqual(["pass aws_ecs_service.app"]);
  expect(verdictsOf({ containers, resources: rules(49153, 65535) })).toEqual([
    "fail aws_ecs_service.app: port 32768 of aws_security_group.instances is not open to aws_security_group.lb",
    "fail aws_ecs_service.app: aws_security_group.lb does not allow traffic to port 32768 of aws_security_group.instances",
  ]);
});

test("in network mode awsvpc the tasks' own group counts", () => {
  const service = { network_configuration: { security_groups: ["${aws_security_group.tasks.id}"] } };
  const resources = { ...rules(4000), aws_security_group: { tasks: {} } };
  expect(verdictsOf({ task: { network_mode: "awsvpc" }, service, resources })[0]).toBe(
    "fail aws_ecs_service.app: port 4000 of aws_security_group.tasks is not open to aws_security_group.lb",
  );
});

test("a port that no container maps fails; what is not in these stacks is reported", () => {
  expect(verdictsOf({ containers: [{ name: "web" }], resources: rules(4000) })).toEqual([
    "fail aws_ecs_service.app: the health check of aws_lb_target_group.app goes to a port that no container maps",
  ]);
  expect(verdictsOf({ resources: { aws_lb: { app: { security_groups: ["sg-1"] } } } })).toEqual([
    "not applicable aws_ecs_service.app: no load balancer of these stacks sends requests to aws_lb_target_group.app",
  ]);
  expect(verdictsOf({ service: { capacity_provider_strategy: [] } })).toEqual([
    "not applicable aws_ecs_service.app: the security groups of its tasks are not in these stacks",
  ]);
  expect(verdictsOf({ service: { load_balancer: [] } })).toEqual([
    "not applicable aws_ecs_service.app: no load balancer checks its tasks",
  ]);
});
