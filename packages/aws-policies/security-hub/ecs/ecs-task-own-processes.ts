import { pass } from "../../policy";
import { argumentOf, must } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsTaskOwnProcesses = control({
  id: "ecs-task-own-processes",
  controls: { "ECS.3": "high" },
  checkov: ["CKV_AWS_335"],
  title: "Tasks do not see the processes of their instance",
  why: "In the host's process namespace a container can watch and kill the processes of the instance and of other tasks.",
  fix: 'Leave pid_mode out, or set it to "task".',
  types: ["aws_ecs_task_definition"],
  judge: (task) => (argumentOf(task, "pid_mode") === "host" ? must("pid_mode", '"task" or left out', "host") : pass),
});
