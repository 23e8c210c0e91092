import { notApplicable } from "../../policy";
import { isSet, requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

const group = "auto_scaling_group_provider";

export const ecsCapacityProviderTerminationProtection = control({
  id: "ecs-capacity-provider-termination-protection",
  controls: { "ECS.19": "medium" },
  title: "Instances with running tasks are not terminated",
  why: "A scale-in may otherwise pick an instance whose tasks are at work, and stop them with it.",
  fix: "Set managed_termination_protection to ENABLED; it needs managed scaling, and scale-in protection of the group.",
  types: ["aws_ecs_capacity_provider"],
  judge: (provider) => {
    if (!isSet(provider, group)) return notApplicable("it has no Auto Scaling group");
    const scaling = requireArgument(provider, `${group}.managed_scaling.status`, "ENABLED");
    return scaling.verdict === "pass"
      ? requireArgument(provider, `${group}.managed_termination_protection`, "ENABLED")
      : scaling;
  },
});
