import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import { checkRange, invalid } from "../shared";

/**
 * Target tracking by Application Auto Scaling: tasks are added and removed so that the average stays at the target. At
 * least one metric; with several, the one that asks for most tasks wins.
 */
export type AutoscalingProps = Cooldowns & AtLeastOne<Targets>;

/** Another metric is one line here and one in `metrics`. */
interface Targets {
  /** Average use of the CPU units that the service reserves, 1 to 100 percent. */
  readonly cpuPercent: number;
  /** Average use of the memory that the service reserves, 1 to 100 percent. */
  readonly memoryPercent: number;
}

interface Cooldowns {
  /** Seconds after removing tasks before more are removed, 0 to 86400. @default - 300 */
  readonly scaleInCooldownSeconds?: number;
  /** Seconds after adding tasks before their effect is judged, 0 to 86400. @default - 60 */
  readonly scaleOutCooldownSeconds?: number;
}

type AtLeastOne<T> = { [Key in keyof T]: Pick<T, Key> & Partial<Omit<T, Key>> }[keyof T];

/** Source: Application Auto Scaling API, `PredefinedMetricSpecification`. */
const metrics: { readonly [target in keyof Targets]: { readonly id: string; readonly type: string } } = {
  cpuPercent: { id: "cpu", type: "ECSServiceAverageCPUUtilization" },
  memoryPercent: { id: "memory", type: "ECSServiceAverageMemoryUtilization" },
};

export interface ScaledService {
  readonly clusterName: string;
  /** A reference to the service, so that it exists before it is scaled and stops being scaled before it goes. */
  readonly serviceName: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Moves the number of tasks of a service between a minimum and a maximum. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, service: ScaledService, props: AutoscalingProps) {
    super(scope, id);
    const { scaleInCooldownSeconds = 300, scaleOutCooldownSeconds = 60 } = props;
    const cooldown = { minimum: 0, maximum: 86_400, unit: "seconds" };
    checkRange(this, "scaleInCooldownSeconds", scaleInCooldownSeconds, cooldown);
    checkRange(this, "scaleOutCooldownSeconds", scaleOutCooldownSeconds, cooldown);
    const targets = (Object.keys(metrics) as (keyof Targets)[]).filter((target) => props[target] !== undefined);
    if (targets.length === 0) invalid(this, Object.keys(metrics).join(" or "), "given", undefined);

    const target = new AppautoscalingTarget(this, "scalable-target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${service.clusterName}/${service.serviceName}`,
      minCapacity: service.minimum,
      maxCapacity: service.maximum,
    });
    for (const name of targets) {
      checkRange(this, name, props[name], { minimum: 1, maximum: 100, unit: "percent" });
      new AppautoscalingPolicy(this, `${metrics[name].id}-policy`, {
        name: `average-${metrics[name].id}`,
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: metrics[name].type },
          targetValue: props[name] ?? invalid(this, name, "given", undefined),
          scaleInCooldown: scaleInCooldownSeconds,
          scaleOutCooldown: scaleOutCooldownSeconds,
        },
      });
    }
  }
}
