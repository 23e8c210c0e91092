import type { Control } from "../shared/control";
import { autoscalingGroupTagged } from "./autoscaling-group-tagged";
import { autoscalingLaunchTemplate } from "./autoscaling-launch-template";
import { autoscalingLoadBalancerHealth } from "./autoscaling-load-balancer-health";
import { autoscalingMultipleInstanceTypes } from "./autoscaling-multiple-instance-types";
import { autoscalingMultipleZones } from "./autoscaling-multiple-zones";

/** Controls for Amazon EC2 Auto Scaling. */
export const autoscaling: readonly Control[] = [
  autoscalingGroupTagged,
  autoscalingLaunchTemplate,
  autoscalingLoadBalancerHealth,
  autoscalingMultipleInstanceTypes,
  autoscalingMultipleZones,
];
