import { isRecord } from "../../../terraform-json";
import { pass } from "../../policy";
import { argumentsOf, must } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsClusterContainerInsights = control({
  id: "ecs-cluster-container-insights",
  controls: { "ECS.12": "medium" },
  checkov: ["CKV_AWS_65"],
  title: "Clusters report Container Insights",
  why: "Without it there are no metrics of tasks, and nothing tells why one was restarted.",
  fix: 'Set the setting containerInsights to "enabled" or "enhanced".',
  types: ["aws_ecs_cluster"],
  judge: (cluster) => {
    const setting = argumentsOf(cluster, "setting").find((item) => isRecord(item) && item.name === "containerInsights");
    const value = isRecord(setting) ? setting.value : undefined;
    return value === "enabled" || value === "enhanced"
      ? pass
      : must("the setting containerInsights", '"enabled" or "enhanced"', value);
  },
});
