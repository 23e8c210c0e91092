import type { Construct } from "constructs";
import { Capacity, Cluster, type CapacityProps } from "../../../modules/capacity";
import { InstanceRole } from "../../../modules/iam";
import { Network } from "../../../modules/networking";

/** A cluster with one capacity, and what they stand on. */
export function clusterWithCapacity(scope: Construct, props: Partial<CapacityProps> = {}): Cluster {
  const cluster = new Cluster(scope, "cluster", { name: "Test-Cluster", containerInsights: "enhanced" });
  cluster.useCapacity(capacityFor(scope, cluster, "capacity", props));
  return cluster;
}

export function capacityFor(
  scope: Construct,
  cluster: Cluster,
  id: string,
  props: Partial<CapacityProps> = {},
): Capacity {
  const network =
    (scope.node.tryFindChild("network") as Network | undefined) ??
    new Network(scope, "network", {
      name: "test",
      cidr: "10.0.0.0/16",
      zones: ["eu-central-1a", "eu-central-1b"],
      nat: "one",
    });
  const instanceRole =
    (scope.node.tryFindChild("instance-role") as InstanceRole | undefined) ??
    new InstanceRole(scope, "instance-role", {
      name: "test-instances",
      cluster,
      account: "123456789012",
      region: "eu-central-1",
    });
  return new Capacity(scope, id, {
    name: "test-capacity",
    cluster,
    network,
    instanceRole,
    instanceTypes: ["m7i.large", "m6i.large"],
    architecture: "x86_64",
    minimum: 1,
    maximum: 4,
    ...props,
  });
}
