import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import type { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import type { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { Construct } from "constructs";
import type { CapacityProps } from "./props";

const secondsPerDay = 86_400;

/** New instances come before old ones go, so neither a refresh nor a replacement takes capacity away. */
const launchFirst = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };

/** The group of a capacity's instances. */
export function autoScalingGroup(
  scope: Construct,
  props: CapacityProps & {
    readonly launchTemplate: LaunchTemplate;
    readonly warmupSeconds: number;
    readonly defaultTags: DataAwsDefaultTags;
  },
): AutoscalingGroup {
  const { name, network, instanceTypes, minimum, maximum, launchTemplate, warmupSeconds } = props;
  const { onDemandBase = minimum, spotPercent = 0, maximumInstanceLifetimeDays } = props;

  const group = new AutoscalingGroup(scope, "instances", {
    name,
    minSize: minimum,
    maxSize: maximum,
    vpcZoneIdentifier: network.privateSubnetIds,
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: {
          launchTemplateId: launchTemplate.id,
          // A number, not "$Latest": a new number is what starts an instance refresh.
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
    instanceMaintenancePolicy: launchFirst,
    instanceRefresh: {
      strategy: "Rolling",
      preferences: {
        ...launchFirst,
        instanceWarmup: `${warmupSeconds}`,
        // Instances that run tasks are protected, and the default of AWS is to leave those on the old template for ever.
        scaleInProtectedInstances: "Refresh",
        standbyInstances: "Terminate",
        skipMatching: true,
        // Terraform gives the group its new template before it starts the refresh, so a rollback would go back to the new
        // one, over and over (terraform-provider-aws 34189).
        autoRollback: false,
      },
    },
    maxInstanceLifetime: maximumInstanceLifetimeDays && maximumInstanceLifetimeDays * secondsPerDay,
    defaultInstanceWarmup: warmupSeconds,
    healthCheckType: "EC2",
    healthCheckGracePeriod: warmupSeconds,
    // ECS refuses managed termination protection for a group without it.
    protectFromScaleIn: true,
    // Managed draining leaves a lifecycle hook of 48 hours in the group (aws/containers-roadmap 2467), and at destroy the
    // capacity provider that answers it is gone first: without force Terraform waits for it until it gives up.
    forceDelete: true,
    timeouts: { delete: "20m" },
    // Instances that register before the capacity provider exists are strangers to it, so nothing waits in between; and
    // while ECS scales the group, the number that an update would wait for is not reached.
    waitForCapacityTimeout: "0",
    metricsGranularity: "1Minute",
    enabledMetrics,
    tag: [
      { key: "Name", value: name, propagateAtLaunch: false },
      // ECS stamps this tag on the group of a capacity provider; undeclared, every plan would take it off.
      { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
    ],
    lifecycle: {
      // It belongs to managed scaling.
      ignoreChanges: ["desired_capacity"],
      createBeforeDestroy: true,
    },
  });
  // A group is the one resource that the provider's default tags do not reach.
  group.addOverride("dynamic.tag", {
    for_each: props.defaultTags.tags,
    content: { key: "${tag.key}", value: "${tag.value}", propagate_at_launch: false },
  });
  return group;
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
];
