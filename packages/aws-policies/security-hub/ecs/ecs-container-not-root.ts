import { notApplicable } from "../../policy";
import { quoted } from "../shared/arguments";
import { eachContainer, systemOf } from "../shared/containers";
import { control } from "../shared/control";

export const ecsContainerNotRoot = control({
  id: "ecs-container-not-root",
  controls: { "ECS.20": "medium" },
  title: "Linux containers do not run as root",
  why: "Root in a container is one bug of the kernel or the runtime away from root on the instance. What the image says, AWS does not see.",
  fix: "Set user of the container to the user of the image, such as 1000:1000.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    systemOf(task) === "WINDOWS"
      ? notApplicable("its containers are Windows containers")
      : eachContainer(task, ({ user }) => {
          const name = typeof user === "string" || typeof user === "number" ? String(user).split(":")[0] : "";
          return ["", "root", "0"].includes(name ?? "")
            ? `user must be set and not root, got ${quoted(user)}`
            : undefined;
        }),
});
