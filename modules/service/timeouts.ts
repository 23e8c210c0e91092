import { alarmBakeSeconds, deploymentSeconds, roundedMinutes } from "../../aws/deployment-times";
import type { EcsServiceProps } from "./props";
import type { Scheduling } from "./scheduling";

/**
 * How long an apply waits for a deployment. The provider's own 20 minutes would end before a slow one that works, and leave a new service
 * tainted, which the next apply replaces.
 */
export function timeoutsOf(
  props: EcsServiceProps,
  { deployment, autoscaling }: Scheduling,
): { readonly create?: string; readonly update?: string } {
  if (deployment.strategy === "blue-green" || props.waitForSteadyState === false) return {};
  const { loadBalancers = [], taskDefinition, healthCheckGraceSeconds = 0 } = props;
  const desired = "desired" in props ? (props.desired ?? 1) : 1;
  const seconds = deploymentSeconds({
    tasks: Math.max(
      desired,
      autoscaling?.maximum ?? 0,
      ...Object.values(autoscaling?.scheduled ?? {}).map(({ maximum }) => maximum),
    ),
    minimumHealthyPercent: deployment.minimumHealthyPercent,
    maximumPercent: deployment.maximumPercent,
    graceSeconds: healthCheckGraceSeconds,
    drainSeconds: Math.max(0, ...loadBalancers.map(({ targetGroup }) => targetGroup.deregistrationDelaySeconds)),
    stopSeconds: taskDefinition.stopSeconds,
    bakeSeconds: deployment.alarms === undefined ? 0 : alarmBakeSeconds,
  });
  const timeout = `${Math.max(20, roundedMinutes(seconds))}m`;
  return { create: timeout, update: timeout };
}
