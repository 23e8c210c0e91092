import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { Construct } from "constructs";
import type { Architecture } from "../../aws/instance-types";
import type { InstanceTypeRequirement } from "../../rollout";
import type { InstanceRole } from "../iam";
import type { AnyNetwork, SecurityGroup } from "../networking";
import { autoScalingGroup } from "./auto-scaling-group";
import { checkCapacity } from "./capacity-checks";
import type { Cluster } from "./cluster";
import { instanceTypeConditions } from "./instance-type-conditions";
import { launchTemplate } from "./launch-template";

export interface CapacityProps {
  /** Of the Auto Scaling group, the launch template and the capacity provider; not beginning with aws, ecs or fargate. */
  readonly name: string;
  readonly cluster: Cluster;
  /** The instances stand in its private subnets. */
  readonly network: AnyNetwork;
  readonly instanceRole: InstanceRole;
  /** In order of preference, 1 to 40, all of the given architecture. Several let EC2 find capacity when one runs short. */
  readonly instanceTypes: readonly string[];
  /** Of the instance types, and so of the image. */
  readonly architecture: Architecture;
  /** What EC2 must say of these instance types, or the plan stops. @default - nothing is asked */
  readonly requirements?: readonly InstanceTypeRequirement[];
  /** Instances that managed scaling never goes below. */
  readonly minimum: number;
  /** Instances that managed scaling never exceeds. */
  readonly maximum: number;
  /** Instances bought On-Demand before the Spot share counts. @default - `minimum` */
  readonly onDemandBase?: number;
  /** Percent of the instances above the base that are Spot: 0 to 100. @default - 0 */
  readonly spotPercent?: number;
  /** Stay on this image: `ami-...`. @default - the newest ECS-optimized Amazon Linux 2023, looked up by every plan */
  readonly ami?: string;
  /** The encrypted gp3 root volume, which holds the container images: 30 to 16384. @default - 50 */
  readonly rootVolumeGiB?: number;
  /** Percent of the instances that tasks should fill: 1 to 100; below 100 keeps spare instances running. @default - 100 */
  readonly targetCapacityPercent?: number;
  /** Network mode of the tasks on these instances; it decides how they are kept from the instance metadata. @default - "bridge" */
  readonly networkMode?: "bridge" | "awsvpc" | "host";
  /**
   * Whether containers may read the instance metadata, and with it the credentials of the instance role.
   *
   * @default - false: tasks have a role of their own
   */
  readonly containersReadInstanceMetadata?: boolean;
  /** Seconds from the launch of an instance until it takes tasks: 0 to 10000. @default - 120 */
  readonly warmupSeconds?: number;
  /** Memory of each instance that tasks never get, for the operating system and the agent: 0 to 65536. @default - 256 */
  readonly reservedMemoryMiB?: number;
  /** Seconds between SIGTERM and SIGKILL for containers that do not say: 1 to 3600. @default - 30 */
  readonly containerStopTimeoutSeconds?: number;
  /** Replaces each instance at this age: 1 to 365. @default - instances live until their configuration changes */
  readonly maximumInstanceLifetimeDays?: number;
}

/**
 * EC2 instances for a cluster: launch template, Auto Scaling group and capacity provider.
 *
 * ECS owns the number of instances (managed scaling), takes away only empty ones (managed termination protection) and
 * moves the tasks before an instance goes (managed draining). A change of the template, a new image among them, starts an
 * instance refresh, which Terraform does not wait for. Each new instance comes before an old one goes, and draining holds
 * the old one until its tasks run elsewhere, so an image that does not work stops the refresh, not the service; going back
 * is pinning the image before it in `ami`.
 *
 * Its parts refer to each other and to the cluster in one direction, so Terraform destroys them in the order that AWS
 * asks for: association, capacity provider, instances, cluster. A new `name` is a new capacity: run both side by side
 * until the services have moved, since ECS does not take a provider away from a service that uses it.
 */
export class Capacity extends Construct {
  readonly cluster: Cluster;
  /** Of the instances, and of every task in bridge or host mode. Only HTTPS to the internet is open. */
  readonly securityGroup: SecurityGroup;
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
