import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { Construct } from "constructs";
import type { ISecurityGroup } from "../networking/interfaces";
import { autoScalingGroup } from "./auto-scaling-group";
import { checkCapacity } from "./capacity-checks";
import { instanceTypeConditions } from "./instance-type-conditions";
import type { ICapacity, ICluster } from "./interfaces";
import { launchTemplate } from "./launch-template";
import type { CapacityProps } from "./props";

/**
 * EC2 instances for a cluster: launch template, Auto Scaling group and capacity provider.
 *
 * ECS owns the number of instances (managed scaling), takes away only empty ones (managed termination protection) and
 * moves the tasks before an instance is terminated (managed draining). A change of the template, a new image among them, starts an
 * instance refresh, which Terraform does not wait for. Each new instance starts before an old one is terminated, and draining holds
 * the old one until its tasks run elsewhere, so an image that does not work stops the refresh, not the service; going back
 * is pinning the image before it in `ami`.
 *
 * Its parts refer to each other and to the cluster in one direction, so Terraform destroys them in the order that AWS
 * asks for: association, capacity provider, instances, cluster. A new `name` is a new capacity: run both side by side
 * until the services have moved, since ECS does not take a provider away from a service that uses it.
 */
export class Capacity extends Construct implements ICapacity {
  readonly cluster: ICluster;
  /** Of the instances, and of every task in bridge or host mode. Only HTTPS to the internet is open. */
  readonly securityGroup: ISecurityGroup;
  readonly capacityProviderName: string;
  readonly autoScalingGroup: AutoscalingGroup;
  readonly autoScalingGroupName: string;

  /** @throws where a value is out of range, or an instance type is of the other architecture */
  constructor(scope: Construct, id: string, props: CapacityProps) {
    super(scope, id);
    checkCapacity(this, props);
    instanceTypeConditions(this, props.requirements ?? []);
    const { name, cluster, network, maximum, targetCapacityPercent = 100, warmupSeconds = 120 } = props;
    this.cluster = cluster;

    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${name}-instances`,
      description: `Instances of ${name}`,
    });
    this.securityGroup.allowToInternet(443, "HTTPS to AWS and to what the tasks call");

    const defaultTags = new DataAwsDefaultTags(this, "default-tags");
    this.autoScalingGroup = autoScalingGroup(this, {
      ...props,
      warmupSeconds,
      defaultTags,
      launchTemplate: launchTemplate(this, { ...props, defaultTags, securityGroup: this.securityGroup }),
    });
    this.autoScalingGroupName = this.autoScalingGroup.name;

    const capacityProvider = new EcsCapacityProvider(this, "capacity-provider", {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: this.autoScalingGroup.arn,
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: targetCapacityPercent,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: maximum,
          instanceWarmupPeriod: warmupSeconds,
        },
      },
      lifecycle: { createBeforeDestroy: true },
    });
    this.capacityProviderName = capacityProvider.name;
  }
}
