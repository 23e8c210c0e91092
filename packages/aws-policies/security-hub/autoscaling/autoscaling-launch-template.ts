import { fail, pass } from "../../policy";
import { isSet } from "../shared/arguments";
import { control } from "../shared/control";

export const autoscalingLaunchTemplate = control({
  id: "autoscaling-launch-template",
  controls: { "AutoScaling.9": "medium" },
  checkov: ["CKV_AWS_315"],
  title: "A group launches from a launch template",
  why: "A launch configuration knows no new instance types, no mixed instances and no versions, and AWS adds nothing to it any more.",
  fix: "Use launch_template or mixed_instances_policy instead of launch_configuration.",
  types: ["aws_autoscaling_group"],
  judge: (group) =>
    isSet(group, "launch_template") || isSet(group, "mixed_instances_policy")
      ? pass
      : fail("it has neither launch_template nor mixed_instances_policy"),
});
