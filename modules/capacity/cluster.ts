import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { ecsName } from "../../aws/limits";
import type { EncryptionKey } from "../encryption";
import type { LogGroup } from "../logs";
import { checkPattern, checkRange, invalid, reject } from "../shared";
import type { ICapacity, ICluster } from "./interfaces";

export interface ClusterProps {
  readonly name: string;
  /** "enhanced" adds metrics of every task and container; CloudWatch bills each as custom metrics. */
  readonly containerInsights: "enhanced" | "enabled" | "disabled";
  /**
   * Where ECS Exec records sessions, and the key that encrypts their traffic. The log group must be encrypted with a KMS
   * key: the agent refuses to open a session otherwise.
   *
   * @default - sessions go to the `awslogs` configuration of the container, traffic is encrypted by TLS alone
   */
  readonly execLogs?: { readonly logGroup: LogGroup; readonly encryptionKey: EncryptionKey };
}

/** How many tasks a capacity provider gets by default, for services without a strategy of their own. */
export interface CapacityStrategy {
  /** Share of the tasks above every base, relative to other providers: 1 to 1000. @default - 1 */
  readonly weight?: number;
  /** Tasks that run here before weights count: 0 to 100000, and one provider of a cluster only. @default - 0 */
  readonly base?: number;
}

/**
 * An ECS cluster.
 *
 * Capacity is given to it by `useCapacity`, never by the cluster's own deprecated `capacity_providers`: those make the
 * cluster depend on its instances, so Terraform deletes it while they are registered (terraform-provider-aws 4852, 11409).
 */
export class Cluster extends Construct implements ICluster {
  readonly name: string;
  readonly arn: string;
  readonly containerInsights: ClusterProps["containerInsights"];
  private readonly cluster: EcsCluster;
  private readonly strategies: { capacity: ICapacity; strategy: CapacityStrategy }[] = [];
  private association?: EcsClusterCapacityProviders;

  constructor(scope: Construct, id: string, { name, containerInsights, execLogs }: ClusterProps) {
    super(scope, id);
    checkPattern(this, "name", name, ecsName);
    this.containerInsights = containerInsights;

    this.cluster = new EcsCluster(this, "cluster", {
      name,
      setting: [{ name: "containerInsights", value: containerInsights }],
      configuration: execLogs && {
        executeCommandConfiguration: {
          kmsKeyId: execLogs.encryptionKey.arn,
          logging: "OVERRIDE",
          logConfiguration: {
            cloudWatchEncryptionEnabled: true,
            cloudWatchLogGroupName: execLogs.logGroup.name,
          },
        },
      },
    });
    this.name = this.cluster.name;
    this.arn = this.cluster.arn;
  }

  /**
   * Lets tasks of this cluster run on a capacity, and makes it part of the default strategy. Once for each capacity.
   *
   * @throws where the capacity belongs to another cluster or was given before, or a second one has a base
   */
  useCapacity(capacity: ICapacity, strategy: CapacityStrategy = {}): void {
    checkRange(this, "weight", strategy.weight, { minimum: 1, maximum: 1000 });
    checkRange(this, "base", strategy.base, { minimum: 0, maximum: 100_000, unit: "tasks" });
    if (capacity.cluster !== this) reject(this, "capacity", "of this cluster", capacity.node.path);
    if (this.strategies.some((used) => used.capacity === capacity)) {
      reject(this, "capacity", "used once", capacity.node.path, "Remove the second useCapacity.");
    }
    if ((strategy.base ?? 0) > 0 && this.strategies.some((used) => (used.strategy.base ?? 0) > 0)) {
      reject(this, "base", "given for one capacity of a cluster", strategy.base, "Remove the base of this one.");
    }
    this.strategies.push({ capacity, strategy });

    this.association ??= new EcsClusterCapacityProviders(this, "capacity-providers", {
      clusterName: this.cluster.name,
      capacityProviders: Lazy.listValue({
        produce: () => this.strategies.map((used) => used.capacity.capacityProviderName),
      }),
      defaultCapacityProviderStrategy: Lazy.anyValue({
        produce: () =>
          this.strategies.map((used) => ({
            capacity_provider: used.capacity.capacityProviderName,
            base: used.strategy.base ?? 0,
            weight: used.strategy.weight ?? 1,
          })),
      }),
    });
  }

  /**
   * The association of the cluster with its capacity providers. A service in the same stack depends on it: before it ECS
   * refuses the service's strategy, and at destroy it refuses to take a provider away from a service that runs on it.
   *
   * @throws where the cluster has no capacity yet
   */
  get capacityProviders(): EcsClusterCapacityProviders {
    return this.association ?? invalid(this, "capacity", "given by useCapacity before a service runs on it", undefined);
  }
}
