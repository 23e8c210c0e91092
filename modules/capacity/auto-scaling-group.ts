import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import type { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { Construct } from "constructs";

export interface AutoScalingGroupOptions {
  readonly name: string;
  readonly launchTemplate: LaunchTemplate;
  readonly subnetIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
  readonly onDemandBase: number;
  readonly spotPercent: number;
  readonly warmupSeconds: number;
  readonly maximumInstanceLifetimeDays: number | undefined;
}

/** New instances come before old ones go, so a refresh or a replacement never takes capacity away. */
const launchBeforeTerminating = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };

export function autoScalingGroup(scope: Construct, options: AutoScalingGroupOptions): AutoscalingGroup {
  const { name, launchTemplate, instanceTypes, minimum, maximum, onDemandBase, spotPercent, warmupSeconds } = options;
  const { maximumInstanceLifetimeDays } = options;
  return new AutoscalingGroup(scope, "instances", {
    name,
    minSize: minimum,
    maxSize: maximum,
    vpcZoneIdentifier: [...options.subnetIds],
    mixedInstancesPolicy: {
      launchTemplate: {
        // The number, not "$Latest": a changed number is what starts an instance refresh, and what a refresh rolls back to.
        launchTemplateSpecification: {
          launchTemplateId: launchTemplate.id,
          version: `${launchTemplate.latestVersion}`,
        },
        override: instanceTypes.map((instanceType) => ({ instanceType })),
      },
      instancesDistribution: {
        onDemandBaseCapacity: onDemandBase,
        onDemandPercentageAboveBaseCapacity: 100 - spotPercent,
        onDemandAllocationStrategy: "prioritized",
        spotAllocationStrategy: "price-capacity-optimized",
      },
    },
    capacityRebalance: spotPercent > 0,
    instanceMaintenancePolicy: launchBeforeTerminating,
    instanceRefresh: {
      strategy: "Rolling",
      preferences: {
        ...launchBeforeTerminating,
        instanceWarmup: `${warmupSeconds}`,
        // Every instance with tasks is protected; "Ignore", the default of AWS, would leave those on the old image for ever.
        scaleInProtectedInstances: "Refresh",
        standbyInstances: "Terminate",
        skipMatching: true,
        autoRollback: true,
      },
    },
    maxInstanceLifetime: maximumInstanceLifetimeDays === undefined ? undefined : maximumInstanceLifetimeDays * 86_400,
    defaultInstanceWarmup: warmupSeconds,
    healthCheckType: "EC2",
    healthCheckGracePeriod: warmupSeconds,
    // Managed termination protection works only in a group whose new instances are protected.
    protectFromScaleIn: true,
    metricsGranularity: "1Minute",
    enabledMetrics: [...enabledMetrics],
    tag: [
      { key: "Name", value: name, propagateAtLaunch: false },
      // ECS stamps this tag on the group of a capacity provider; undeclared, every plan would take it off.
      { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
    ],
    lifecycle: {
      // It belongs to managed scaling.
      ignoreChanges: ["desired_capacity"],
    },
  });
}

const enabledMetrics = [
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupMaxSize",
  "GroupMinSize",
  "GroupPendingInstances",
  "GroupStandbyInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
] as const;
