import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { Construct } from "constructs";
import type { Architecture } from "../../aws/instance-types";
import type { InstanceRole } from "../iam";
import type { Network, SecurityGroup } from "../networking";
import { autoScalingGroup } from "./auto-scaling-group";
import type { Cluster } from "./cluster";
import { launchTemplate } from "./launch-template";

export interface CapacityProps {
  /** Of the Auto Scaling group, launch template and capacity provider. Not beginning with aws, ecs or fargate. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly network: Network;
  readonly instanceRole: InstanceRole;
  /** In order of preference, 1 to 40; all of the given architecture. Several types make Spot and shortages survivable. */
  readonly instanceTypes: readonly string[];
  readonly architecture: Architecture;
  /** Instances; managed scaling moves between the two. */
  readonly minimum: number;
  readonly maximum: number;
  /** On-Demand instances before the Spot share counts. @default - 0 */
  readonly onDemandBase?: number;
  /** Percent of the instances above the base that are Spot. @default - 0: On-Demand only */
  readonly spotPercent?: number;
  /** Pins the image of the instances: `ami-...`. @default - the newest ECS-optimized Amazon Linux 2023 */
  readonly ami?: string;
  /** @default - 30, the size of the image itself */
  readonly rootVolumeGiB?: number;
  /** Percent of the instances that tasks should fill: 1 to 100; below 100 keeps spare instances running. @default - 100 */
  readonly targetCapacityPercent?: number;
  /** How the tasks of these instances reach the network. @default - "bridge" */
  readonly networkMode?: "bridge" | "awsvpc" | "host";
  /**
   * Whether containers may read the instance metadata, and with it the credentials of the instance role.
   *
   * @default - false: tasks have their own role
   */
  readonly containersReadInstanceMetadata?: boolean;
  /** Seconds from launch until an instance takes tasks. @default - 120 */
  readonly warmupSeconds?: number;
  /** Memory that ECS leaves to the operating system and its agent. @default - 256 */
  readonly reservedMemoryMiB?: number;
  /** Seconds a container may take to stop, where its definition does not say. @default - 30 */
  readonly containerStopTimeoutSeconds?: number;
  /** Replaces every instance at this age, 1 to 365. @default - instances live until a new image or configuration */
  readonly maximumInstanceLifetimeDays?: number;
}

/** EC2 instances for a cluster: launch template, Auto Scaling group and capacity provider. */
export class Capacity extends Construct {
  readonly cluster: Cluster;
  /** Of the instances, and so of every task in bridge or host mode. HTTPS out is open: ECS, ECR, logs and the like. */
  readonly securityGroup: SecurityGroup;
  readonly capacityProviderName: string;
  readonly autoScalingGroup: AutoscalingGroup;
  readonly autoScalingGroupName: string;

  constructor(scope: Construct, id: string, props: CapacityProps) {
    super(scope, id);
    const { name, cluster, network, instanceTypes, minimum, maximum, targetCapacityPercent = 100 } = props;
    const { onDemandBase = 0, spotPercent = 0, warmupSeconds = 120 } = props;
    this.cluster = cluster;

    this.securityGroup = network.securityGroup(this, "security-group", { name, description: `Instances of ${name}` });
    this.securityGroup.allowToInternet(443, "HTTPS: ECS, ECR, CloudWatch Logs and other services");

    const template = launchTemplate(this, {
      name,
      clusterName: cluster.name,
      architecture: props.architecture,
      ami: props.ami,
      rootVolumeGiB: props.rootVolumeGiB ?? 30,
      securityGroup: this.securityGroup,
      instanceRole: props.instanceRole,
      networkMode: props.networkMode ?? "bridge",
      containersReadInstanceMetadata: props.containersReadInstanceMetadata ?? false,
      containerStopTimeoutSeconds: props.containerStopTimeoutSeconds ?? 30,
      reservedMemoryMiB: props.reservedMemoryMiB ?? 256,
    });
    this.autoScalingGroup = autoScalingGroup(this, {
      name,
      launchTemplate: template,
      subnetIds: network.privateSubnetIds,
      instanceTypes,
      minimum,
      maximum,
      onDemandBase,
      spotPercent,
      warmupSeconds,
      maximumInstanceLifetimeDays: props.maximumInstanceLifetimeDays,
    });
    this.autoScalingGroupName = this.autoScalingGroup.name;

    this.capacityProviderName = new EcsCapacityProvider(this, "capacity-provider", {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: this.autoScalingGroup.arn,
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: targetCapacityPercent,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: Math.max(maximum, 1),
          instanceWarmupPeriod: warmupSeconds,
        },
      },
    }).name;
  }
}
