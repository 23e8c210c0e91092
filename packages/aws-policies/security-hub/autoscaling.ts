import { companionsOf } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { argumentsOf, isSet, requireArgument } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";
import { requireZones } from "./shared/zones";

/** What ties a group itself to a load balancer. ECS registers its tasks with the target group, which does not. */
const loadBalancerArguments = ["target_group_arns", "load_balancers", "traffic_source"];

const typeOverride = "mixed_instances_policy.launch_template.override";

/** Controls for Amazon EC2 Auto Scaling. */
export const autoscaling: readonly Control[] = [
  // Groups take a block for each tag, and no default_tags of the provider.
  tagControl({
    id: "autoscaling-group-tagged",
    control: "AutoScaling.10",
    what: "Auto Scaling groups",
    checkov: ["CKV_AWS_153"],
    types: ["aws_autoscaling_group"],
    check: (group) =>
      argumentsOf(group, "tag.key").some((key) => !String(key).startsWith("aws:")) || isSet(group, "dynamic.tag")
        ? pass
        : fail("it has no tag blocks"),
  }),
  control({
    id: "autoscaling-launch-template",
    controls: { "AutoScaling.9": "medium" },
    checkov: ["CKV_AWS_315"],
    title: "A group launches from a launch template",
    why: "A launch configuration knows no new instance types, no mixed instances and no versions, and AWS adds nothing to it any more.",
    fix: "Use launch_template or mixed_instances_policy instead of launch_configuration.",
    types: ["aws_autoscaling_group"],
    check: (group) =>
      isSet(group, "launch_template") || isSet(group, "mixed_instances_policy")
        ? pass
        : fail("it has neither launch_template nor mixed_instances_policy"),
  }),
  control({
    id: "autoscaling-load-balancer-health",
    controls: { "AutoScaling.1": "low" },
    checkov: ["CKV2_AWS_15"],
    title: "A group behind a load balancer replaces instances that fail its health check",
    why: "With EC2 health checks alone, an instance whose application is dead stays in the group for good.",
    fix: 'Set health_check_type to "ELB".',
    types: ["aws_autoscaling_group"],
    check: (group) =>
      loadBalancerArguments.some((argument) => isSet(group, argument)) ||
      companionsOf(group, "aws_autoscaling_attachment", "autoscaling_group_name").length > 0
        ? requireArgument(group, "health_check_type", "ELB")
        : notApplicable("no load balancer is attached to the group itself"),
  }),
  control({
    id: "autoscaling-multiple-instance-types",
    controls: { "AutoScaling.6": "medium" },
    title: "A group may launch more than one instance type",
    why: "When a zone runs out of the one type, the group launches nothing, however many zones it spans.",
    fix: "List two instance types or more, or instance requirements, in the overrides of mixed_instances_policy.",
    types: ["aws_autoscaling_group"],
    check: (group) => {
      if (isSet(group, `${typeOverride}.instance_requirements`)) return pass;
      const types = new Set(argumentsOf(group, `${typeOverride}.instance_type`));
      return types.size >= 2 ? pass : fail(`${typeOverride} must list 2 instance types or more, got ${types.size}`);
    },
  }),
  control({
    id: "autoscaling-multiple-zones",
    controls: { "AutoScaling.2": "medium" },
    title: "A group spans two availability zones or more",
    why: "A group in one zone fails with it, and cannot launch anywhere else.",
    fix: "List subnets of two zones or more in vpc_zone_identifier.",
    types: ["aws_autoscaling_group"],
    check: (group) => requireZones(group, "vpc_zone_identifier"),
  }),
];
