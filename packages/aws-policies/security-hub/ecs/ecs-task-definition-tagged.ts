import { tagControl } from "../shared/tags";

export const ecsTaskDefinitionTagged = tagControl({
  id: "ecs-task-definition-tagged",
  control: "ECS.15",
  what: "ECS task definitions",
  types: ["aws_ecs_task_definition"],
});
