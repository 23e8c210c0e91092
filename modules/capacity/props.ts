import type { Architecture } from "../../aws/instance-types";
import type { InstanceTypeRequirement } from "../../rollout";
import type { InstanceRole } from "../iam";
import type { INetwork } from "../networking/interfaces";
import type { ICluster } from "./interfaces";

export interface CapacityProps {
  /** Of the Auto Scaling group, the launch template and the capacity provider; not beginning with aws, ecs or fargate. */
  readonly name: string;
  readonly cluster: ICluster;
  /** The instances run in its private subnets. */
  readonly network: INetwork;
  readonly instanceRole: InstanceRole;
  /** In order of preference, 1 to 40, all of the given architecture. Several let EC2 find capacity when one runs short. */
  readonly instanceTypes: readonly string[];
  /** Of the instance types, and so of the image. */
  readonly architecture: Architecture;
  /** What EC2 must report for instance types that the bundled table does not know, or the plan fails. @default - none */
  readonly requirements?: readonly InstanceTypeRequirement[];
  /** Fewest instances, 0 to `maximum`: managed scaling keeps at least these. */
  readonly minimum: number;
  /** Most instances, 1 to 10000. */
  readonly maximum: number;
  /** Instances that are On-Demand before the Spot share applies: 0 to `maximum`. @default - `minimum` */
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
  /** MiB of each instance kept for the operating system and the agent: 0 to 65536. @default - 256 */
  readonly reservedMemoryMiB?: number;
  /** Seconds between SIGTERM and SIGKILL for containers without a stop timeout of their own: 1 to 3600. @default - 30 */
  readonly containerStopTimeoutSeconds?: number;
  /** Replaces each instance at this age: 1 to 365. @default - instances live until their configuration changes */
  readonly maximumInstanceLifetimeDays?: number;
}
