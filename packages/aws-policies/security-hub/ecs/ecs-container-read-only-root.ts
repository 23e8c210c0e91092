import { notApplicable } from "../../policy";
import { isTrue } from "../../values";
import { quoted } from "../shared/arguments";
import { eachContainer, systemOf } from "../shared/containers";
import { control } from "../shared/control";

export const ecsContainerReadOnlyRoot = control({
  id: "ecs-container-read-only-root",
  controls: { "ECS.5": "high" },
  checkov: ["CKV_AWS_336"],
  title: "Containers cannot write their root file system",
  why: "Whoever breaks into a container can change the program that runs in it.",
  fix: "Set readonlyRootFilesystem to true, and mount a volume or tmpfs where the program writes.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    systemOf(task) === "WINDOWS"
      ? notApplicable("Windows containers have no read-only root file system")
      : eachContainer(task, ({ readonlyRootFilesystem: value }) =>
          isTrue(value) ? undefined : `readonlyRootFilesystem must be true, got ${quoted(value)}`,
        ),
});
