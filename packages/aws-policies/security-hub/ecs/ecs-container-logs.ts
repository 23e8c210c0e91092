import { isRecord } from "../../../terraform-json";
import { eachContainer } from "../shared/containers";
import { control } from "../shared/control";

export const ecsContainerLogs = control({
  id: "ecs-container-logs",
  controls: { "ECS.9": "high" },
  title: "Containers send their logs somewhere",
  why: "Without a log driver the output of a container is lost with it, and with it the reason why it stopped.",
  fix: "Set logConfiguration with a logDriver.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    eachContainer(task, ({ logConfiguration: log }) =>
      isRecord(log) && typeof log.logDriver === "string" ? undefined : "logConfiguration has no logDriver",
    ),
});
