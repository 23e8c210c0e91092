import { companionsOf } from "../../../terraform-json";
import { notApplicable } from "../../policy";
import { isSet, requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

/** What ties a group itself to a load balancer. ECS registers its tasks with the target group, which does not. */
const ties = ["target_group_arns", "load_balancers", "traffic_source"];

export const autoscalingLoadBalancerHealth = control({
  id: "autoscaling-load-balancer-health",
  controls: { "AutoScaling.1": "low" },
  checkov: ["CKV2_AWS_15"],
  title: "A group behind a load balancer replaces instances that fail its health check",
  why: "With EC2 health checks alone, an instance whose application is dead stays in the group for good.",
  fix: 'Set health_check_type to "ELB".',
  types: ["aws_autoscaling_group"],
  judge: (group) =>
    ties.some((argument) => isSet(group, argument)) ||
    companionsOf(group, "aws_autoscaling_attachment", "autoscaling_group_name").length > 0
      ? requireArgument(group, "health_check_type", "ELB")
      : notApplicable("no load balancer is attached to the group itself"),
});
