import { staticPortRebalancing as policy } from "../../../policies/platform/static-port-rebalancing";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application } from "./parts";

const service = (hostPort: number, rebalancing: string | undefined, mode = "bridge") =>
  application({
    containers: [{ name: "web", portMappings: [{ containerPort: 4000, hostPort }] }],
    task: { network_mode: mode },
    service: { availability_zone_rebalancing: rebalancing },
  });

test("a static host port asks for rebalancing to be off, and said to be so", () => {
  expect(verdicts(policy, service(4000, "DISABLED"))).toEqual(["pass aws_ecs_service.app"]);
  expect(verdicts(policy, service(4000, "ENABLED"))).toEqual([
    'fail aws_ecs_service.app: availability_zone_rebalancing is "ENABLED" while host port 4000 lets one task run on an instance',
  ]);
  expect(verdicts(policy, service(4000, undefined))).toEqual([
    "fail aws_ecs_service.app: availability_zone_rebalancing is not set while host port 4000 lets one task run on an instance",
  ]);
});

test("in network mode host a mapping without a host port is as static", () => {
  const containers = [{ name: "web", portMappings: [{ containerPort: 4000 }] }];
  const onHost = application({
    containers,
    task: { network_mode: "host" },
    service: { availability_zone_rebalancing: "ENABLED" },
  });
  expect(verdicts(policy, onHost)).toEqual([
    'fail aws_ecs_service.app: availability_zone_rebalancing is "ENABLED" while host port 4000 lets one task run on an instance',
  ]);
});

test("a dynamic host port, and a network mode without host ports, may be rebalanced", () => {
  expect(verdicts(policy, service(0, "ENABLED"))).toEqual([
    "not applicable aws_ecs_service.app: no container has a static host port",
  ]);
  expect(verdicts(policy, service(4000, "ENABLED", "awsvpc"))).toEqual([
    "not applicable aws_ecs_service.app: network mode awsvpc has no host ports",
  ]);
});

test("without a service, or without its task definition, there is nothing to check", () => {
  expect(verdicts(policy, {})).toEqual(["not applicable all stacks: there is no aws_ecs_service"]);
  expect(verdicts(policy, application({ service: { task_definition: "app:3" } }))).toEqual([
    "not applicable aws_ecs_service.app: its task definition is not in these stacks",
  ]);
});
