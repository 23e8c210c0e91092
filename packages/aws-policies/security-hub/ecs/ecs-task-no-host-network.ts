import { pass } from "../../policy";
import { argumentOf, must } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsTaskNoHostNetwork = control({
  id: "ecs-task-no-host-network",
  controls: { "ECS.17": "medium" },
  title: "Tasks do not use the network of their instance directly",
  why: "In host mode a container reaches what listens on the instance's loopback, and can pretend to be the instance.",
  fix: 'Set network_mode to "bridge" or "awsvpc".',
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    argumentOf(task, "network_mode") === "host" ? must("network_mode", '"bridge" or "awsvpc"', "host") : pass,
});
