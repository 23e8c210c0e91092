import { tagControl } from "../shared/tags";

export const ecsServiceTagged = tagControl({
  id: "ecs-service-tagged",
  control: "ECS.13",
  what: "ECS services",
  types: ["aws_ecs_service"],
});
