import { staticPortRebalancing as policy } from "../../../policies/platform/static-port-rebalancing";
import { verdicts } from "../parts";

const resources = (hostPort: number, rebalancing: string, mode = "bridge") => ({
  aws_ecs_task_definition: {
    web: {
      network_mode: mode,
      container_definitions: JSON.stringify([{ name: "web", portMappings: [{ containerPort: 4000, hostPort }] }]),
    },
  },
  aws_ecs_service: {
    web: { task_definition: "${aws_ecs_task_definition.web.arn}", availability_zone_rebalancing: rebalancing },
  },
});

test("a static host port asks for rebalancing to be off", () => {
  expect(verdicts(policy, resources(4000, "DISABLED"))).toEqual(["pass aws_ecs_service.web"]);
  expect(verdicts(policy, resources(4000, "ENABLED"))).toEqual([
    'fail aws_ecs_service.web: availability_zone_rebalancing is "ENABLED" while host port 4000 lets one task run on an instance',
  ]);
});

test("a dynamic host port, and a network mode without host ports, may be rebalanced", () => {
  expect(verdicts(policy, resources(0, "ENABLED"))).toEqual([
    "not applicable aws_ecs_service.web: no container has a static host port",
  ]);
  expect(verdicts(policy, resources(4000, "ENABLED", "awsvpc"))).toEqual([
    "not applicable aws_ecs_service.web: network mode awsvpc has no host ports",
  ]);
});

test("without a service there is nothing to check", () => {
  expect(verdicts(policy, {})).toEqual(["not applicable all stacks: there is no aws_ecs_service"]);
});
