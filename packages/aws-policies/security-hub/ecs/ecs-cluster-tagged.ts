import { tagControl } from "../shared/tags";

export const ecsClusterTagged = tagControl({
  id: "ecs-cluster-tagged",
  control: "ECS.14",
  what: "ECS clusters",
  types: ["aws_ecs_cluster"],
});
