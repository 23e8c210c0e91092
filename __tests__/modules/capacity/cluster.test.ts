import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Cluster } from "../../../modules/capacity";
import { EncryptionKey } from "../../../modules/encryption";
import { LogGroup } from "../../../modules/logs";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { capacityFor } from "./parts";

describe("a cluster", () => {
  test("has the name it was given, Container Insights as asked, and no capacity of its own", () => {
    const stack = testStack((scope) => {
      new Cluster(scope, "cluster", { name: "Acorn-Production-Cluster", containerInsights: "enabled" });
    });
    expect(stack).toHaveResource(EcsCluster, {
      name: "Acorn-Production-Cluster",
      setting: [{ name: "containerInsights", value: "enabled" }],
      configuration: absent(),
    });
    expect(stack).toHaveNoResource(EcsClusterCapacityProviders);
  });

  test("records ECS Exec sessions in the log group and encrypts their traffic with the key", () => {
    const stack = testStack((scope) => {
      const encryptionKey = new EncryptionKey(scope, "key", {
        alias: "test",
        description: "Test",
        services: ["logs.eu-central-1.amazonaws.com"],
      });
      const logGroup = new LogGroup(scope, "exec-logs", { name: "/ecs/exec", retentionDays: 30, encryptionKey });
      new Cluster(scope, "cluster", {
        name: "test",
        containerInsights: "disabled",
        execLogs: { logGroup, encryptionKey },
      });
    });
    expect(stack).toHaveResource(EcsCluster, {
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: referenceTo(KmsKey, "arn"),
          logging: "OVERRIDE",
          logConfiguration: {
            cloudWatchEncryptionEnabled: true,
            cloudWatchLogGroupName: referenceTo(CloudwatchLogGroup, "name"),
          },
        },
      },
    });
  });

  test("takes all its capacities in one association, each with its share of the default strategy", () => {
    const stack = testStack((scope) => {
      const cluster = new Cluster(scope, "cluster", { name: "test", containerInsights: "enabled" });
      cluster.useCapacity(capacityFor(scope, cluster, "steady", { name: "steady" }), { base: 2 });
      cluster.useCapacity(capacityFor(scope, cluster, "spare", { name: "spare" }), { weight: 3 });
    });
    const [steady, spare] = ["test/steady", "test/spare"].map((path) => stack.resource(EcsCapacityProvider, { path }));
    expect(stack).toHaveResourceCount(EcsClusterCapacityProviders, 1);
    expect(stack).toHaveResource(EcsClusterCapacityProviders, {
      clusterName: referenceTo(EcsCluster, "name"),
      capacityProviders: [referenceTo(steady!, "name"), referenceTo(spare!, "name")],
      defaultCapacityProviderStrategy: [
        { capacityProvider: referenceTo(steady!, "name"), base: 2, weight: 1 },
        { capacityProvider: referenceTo(spare!, "name"), base: 0, weight: 3 },
      ],
    });
  });
});

describe("a cluster refuses", () => {
  const filled = (use: (cluster: Cluster, other: Cluster) => void) => () =>
    testStack((scope) => {
      const cluster = new Cluster(scope, "cluster", { name: "test", containerInsights: "enabled" });
      use(cluster, new Cluster(scope, "other", { name: "other", containerInsights: "enabled" }));
    });

  test("a name that ECS does not take", () => {
    expect(() =>
      testStack((scope) => new Cluster(scope, "cluster", { name: "my cluster", containerInsights: "enabled" })),
    ).toThrow('test/cluster: name must be 1 to 255 letters, digits, underscores and hyphens, got "my cluster".');
  });

  test("the capacity of another cluster", () => {
    expect(
      filled((cluster, other) => cluster.useCapacity(capacityFor(cluster.node.scope!, other, "capacity"))),
    ).toThrow('test/cluster: capacity must be of this cluster, got "test/capacity".');
  });

  test("the same capacity twice", () => {
    const twice = filled((cluster) => {
      const capacity = capacityFor(cluster.node.scope!, cluster, "capacity");
      cluster.useCapacity(capacity);
      cluster.useCapacity(capacity);
    });
    expect(twice).toThrow(
      'test/cluster: capacity must be used once, got "test/capacity". Remove the second useCapacity.',
    );
  });

  test("a base for two capacities, as ECS does", () => {
    const based = filled((cluster) => {
      const scope = cluster.node.scope!;
      cluster.useCapacity(capacityFor(scope, cluster, "one", { name: "one" }), { base: 1 });
      cluster.useCapacity(capacityFor(scope, cluster, "two", { name: "two" }), { base: 2 });
    });
    expect(based).toThrow(
      "test/cluster: base must be given for one capacity of a cluster, got 2. Remove the base of this one.",
    );
  });

  test("a weight of nothing, and to be asked for an association that nobody made", () => {
    expect(
      filled((cluster) => cluster.useCapacity(capacityFor(cluster.node.scope!, cluster, "capacity"), { weight: 0 })),
    ).toThrow("test/cluster: weight must be a whole number from 1 to 1000, got 0.");
    expect(filled((cluster) => cluster.capacityProviders)).toThrow(
      "test/cluster: capacity must be given by useCapacity before a service runs on it, got nothing.",
    );
  });
});
