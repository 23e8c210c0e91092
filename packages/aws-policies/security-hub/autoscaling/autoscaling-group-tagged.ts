import { fail, pass } from "../../policy";
import { argumentsOf, isSet } from "../shared/arguments";
import { tagControl } from "../shared/tags";

/** Groups take a block for each tag, and no default_tags of the provider. */
export const autoscalingGroupTagged = tagControl({
  id: "autoscaling-group-tagged",
  control: "AutoScaling.10",
  what: "Auto Scaling groups",
  checkov: ["CKV_AWS_153"],
  types: ["aws_autoscaling_group"],
  judge: (group) =>
    argumentsOf(group, "tag.key").some((key) => !String(key).startsWith("aws:")) || isSet(group, "dynamic.tag")
      ? pass
      : fail("it has no tag blocks"),
});
