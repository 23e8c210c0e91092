import { notApplicable } from "../../policy";
import { quoted } from "../shared/arguments";
import { eachContainer, systemOf } from "../shared/containers";
import { control } from "../shared/control";

/** Security Hub asks this of task definitions without an operating system as well, although ECS takes those for Linux. */
export const ecsContainerNotAdministrator = control({
  id: "ecs-container-not-administrator",
  controls: { "ECS.21": "medium" },
  title: "Windows containers do not run as administrator",
  why: "An administrator in a container is one bug away from an administrator of the instance.",
  fix: "Set user of the container to one that is no administrator, such as ContainerUser; say LINUX in runtime_platform where it is.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    systemOf(task) === "LINUX"
      ? notApplicable("its containers are Linux containers")
      : eachContainer(task, ({ user }) =>
          typeof user === "string" && user !== "" && user.toLowerCase() !== "containeradministrator"
            ? undefined
            : `user must be set and no administrator, got ${quoted(user)}`,
        ),
});
