import { isTrue } from "../../values";
import { eachContainer } from "../shared/containers";
import { control } from "../shared/control";

export const ecsContainerNotPrivileged = control({
  id: "ecs-container-not-privileged",
  controls: { "ECS.4": "high" },
  checkov: ["CKV_AWS_334"],
  title: "Containers are not privileged",
  why: "A privileged container is root on the instance, and with it on every other task there.",
  fix: "Remove privileged from the container; give it single Linux capabilities instead.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    eachContainer(task, ({ privileged }) => (isTrue(privileged) ? "privileged must be false, got true" : undefined)),
});
