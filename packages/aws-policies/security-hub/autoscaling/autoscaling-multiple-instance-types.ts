import { fail, pass } from "../../policy";
import { argumentsOf, isSet } from "../shared/arguments";
import { control } from "../shared/control";

const override = "mixed_instances_policy.launch_template.override";

export const autoscalingMultipleInstanceTypes = control({
  id: "autoscaling-multiple-instance-types",
  controls: { "AutoScaling.6": "medium" },
  title: "A group may launch more than one instance type",
  why: "When a zone runs out of the one type, the group launches nothing, however many zones it spans.",
  fix: "List two instance types or more, or instance requirements, in the overrides of mixed_instances_policy.",
  types: ["aws_autoscaling_group"],
  judge: (group) => {
    if (isSet(group, `${override}.instance_requirements`)) return pass;
    const types = new Set(argumentsOf(group, `${override}.instance_type`));
    return types.size >= 2 ? pass : fail(`${override} must list 2 instance types or more, got ${types.size}`);
  },
});
