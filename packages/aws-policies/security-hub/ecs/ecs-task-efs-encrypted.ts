import { isRecord } from "../../../terraform-json";
import { notApplicable } from "../../policy";
import { argumentsOf, must } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsTaskEfsEncrypted = control({
  id: "ecs-task-efs-encrypted",
  controls: { "ECS.18": "medium" },
  checkov: ["CKV_AWS_97"],
  title: "EFS volumes of tasks are encrypted in transit",
  why: "Files of an EFS volume cross the network; without TLS in the clear.",
  fix: 'Set efs_volume_configuration.transit_encryption to "ENABLED".',
  types: ["aws_ecs_task_definition"],
  judge: (task) => {
    const volumes = argumentsOf(task, "volume.efs_volume_configuration").filter(isRecord);
    if (volumes.length === 0) return notApplicable("it has no EFS volume");
    return volumes
      .filter(({ transit_encryption }) => transit_encryption !== "ENABLED")
      .map(({ transit_encryption }) =>
        must("volume.efs_volume_configuration.transit_encryption", '"ENABLED"', transit_encryption),
      );
  },
});
