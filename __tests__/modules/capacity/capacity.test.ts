import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { CapacityProps } from "../../../modules/capacity";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { clusterWithCapacity } from "./parts";

const minimal = testStack((scope) => clusterWithCapacity(scope));

describe("instances", () => {
  test("are what managed scaling wants between minimum and maximum, and Terraform never says how many", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, {
      name: "test-capacity",
      minSize: 1,
      maxSize: 4,
      desiredCapacity: absent(),
      lifecycle: { ignore_changes: ["desired_capacity"], create_before_destroy: true },
    });
  });

  test("are On-Demand and never replaced by age, unless asked", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, {
      capacityRebalance: false,
      maxInstanceLifetime: absent(),
      mixedInstancesPolicy: {
        launchTemplate: { override: [{ instanceType: "m7i.large" }, { instanceType: "m6i.large" }] },
        instancesDistribution: {
          onDemandBaseCapacity: 1,
          onDemandPercentageAboveBaseCapacity: 100,
          onDemandAllocationStrategy: "prioritized",
        },
      },
    });
  });

  test("start the moment the group exists, so the capacity provider is there before they register", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, { waitForCapacityTimeout: "0" });
  });

  test("reach HTTPS, and nobody reaches them", () => {
    expect(minimal).toHaveResourceCount(VpcSecurityGroupEgressRule, 1);
    expect(minimal).toHaveResource(VpcSecurityGroupEgressRule, { fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" });
    expect(minimal).toHaveNoResource(VpcSecurityGroupIngressRule);
  });

  test("show up in CloudWatch by the minute", () => {
    const metrics = ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize"];
    const group = minimal.resource(AutoscalingGroup);
    expect(group.properties.enabled_metrics).toEqual(expect.arrayContaining(metrics));
    expect(minimal).toHaveResource(AutoscalingGroup, { metricsGranularity: "1Minute" });
  });
});

describe("a new launch template", () => {
  test("is rolled out by an instance refresh that starts new instances before old ones go, protected ones too", () => {
    const launchFirst = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };
    expect(minimal).toHaveResource(AutoscalingGroup, {
      instanceMaintenancePolicy: launchFirst,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          ...launchFirst,
          instanceWarmup: "120",
          scaleInProtectedInstances: "Refresh",
          skipMatching: true,
        },
      },
    });
  });

  test("is named by its number, since a refresh starts only when that changes", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, {
      mixedInstancesPolicy: {
        launchTemplate: {
          launchTemplateSpecification: {
            launchTemplateId: referenceTo(LaunchTemplate, "id"),
            version: referenceTo(LaunchTemplate, "latest_version"),
          },
        },
      },
    });
  });

  test("is not rolled back by AWS, which would go back to the same template", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, { instanceRefresh: { preferences: { autoRollback: false } } });
  });
});

describe("the capacity provider", () => {
  test("scales, protects and drains, which takes a group whose instances are protected and tagged for ECS", () => {
    expect(minimal).toHaveResource(EcsCapacityProvider, {
      name: "test-capacity",
      autoScalingGroupProvider: {
        autoScalingGroupArn: referenceTo(AutoscalingGroup, "arn"),
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 4,
          instanceWarmupPeriod: 120,
        },
      },
    });
    expect(minimal).toHaveResource(AutoscalingGroup, {
      protectFromScaleIn: true,
      tag: [
        { key: "Name", value: "test-capacity", propagateAtLaunch: false },
        { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
      ],
    });
  });

  test("gives the group the default tags, which the AWS provider leaves out", () => {
    expect(minimal.resource(AutoscalingGroup)).toReference(DataAwsDefaultTags, "tags");
  });
});

describe("destroying", () => {
  const order = [EcsClusterCapacityProviders, EcsCapacityProvider, AutoscalingGroup, LaunchTemplate, EcsCluster];

  test("goes from the association over capacity provider and instances to the cluster: each refers to the next", () => {
    for (const [index, type] of order.slice(0, -1).entries()) {
      expect(minimal.resource(type)).toReference(order[index + 1]!);
    }
  });

  test("never waits in a circle: nothing refers back", () => {
    for (const [index, type] of order.entries()) {
      for (const earlier of order.slice(0, index)) expect(minimal.resource(type)).not.toReference(earlier);
    }
  });

  test("does not wait for the draining hook that nobody answers any more", () => {
    expect(minimal).toHaveResource(AutoscalingGroup, { forceDelete: true, timeouts: { delete: "20m" } });
  });
});

test("everything that can be set is set", () => {
  const stack = testStack((scope) =>
    clusterWithCapacity(scope, {
      minimum: 0,
      maximum: 10,
      onDemandBase: 2,
      spotPercent: 75,
      targetCapacityPercent: 80,
      warmupSeconds: 0,
      maximumInstanceLifetimeDays: 14,
    }),
  );
  expect(stack).toHaveResource(AutoscalingGroup, {
    minSize: 0,
    maxSize: 10,
    capacityRebalance: true,
    maxInstanceLifetime: 14 * 24 * 60 * 60,
    defaultInstanceWarmup: 0,
    healthCheckGracePeriod: 0,
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandBaseCapacity: 2,
        onDemandPercentageAboveBaseCapacity: 25,
        spotAllocationStrategy: "price-capacity-optimized",
      },
    },
  });
  expect(stack).toHaveResource(EcsCapacityProvider, {
    autoScalingGroupProvider: {
      managedScaling: { targetCapacity: 80, maximumScalingStepSize: 10, instanceWarmupPeriod: 0 },
    },
  });
});

test("an instance type that the table does not know yet is left to AWS", () => {
  const stack = testStack((scope) => clusterWithCapacity(scope, { instanceTypes: ["m99i.large"] }));
  expect(stack).toHaveResource(AutoscalingGroup, {
    mixedInstancesPolicy: { launchTemplate: { override: [{ instanceType: "m99i.large" }] } },
  });
});

describe("a capacity refuses", () => {
  const cases: readonly [string, Partial<CapacityProps>, string][] = [
    [
      "a name that is AWS's own",
      { name: "ecs-capacity" },
      'name must be 1 to 255 letters, digits, underscores and hyphens, not beginning with aws, ecs or fargate, got "ecs-capacity".',
    ],
    ["no instance type", { instanceTypes: [] }, "instanceTypes must be 1 to 40 instance types, got []."],
    [
      "an instance type twice",
      { instanceTypes: ["m7i.large", "m7i.large"] },
      'instanceTypes must be different instance types, got ["m7i.large","m7i.large"].',
    ],
    [
      "instance types of the other architecture",
      { instanceTypes: ["m7i.large", "m7g.large"] },
      'instanceTypes must be instance types of x86_64, got ["m7g.large"]. An image of one architecture does not start on the other.',
    ],
    [
      "an architecture that EC2 does not have",
      { architecture: "arm" as "arm64" },
      'architecture must be one of x86_64, arm64, got "arm".',
    ],
    ["a minimum above the maximum", { minimum: 5 }, "minimum must be a whole number from 0 to 4 instances, got 5."],
    [
      "a group that can have no instance",
      { maximum: 0 },
      "maximum must be a whole number from 1 to 10000 instances, got 0.",
    ],
    [
      "a base that the group never reaches",
      { onDemandBase: 5 },
      "onDemandBase must be a whole number from 0 to 4 instances, got 5.",
    ],
    ["more Spot than all", { spotPercent: 101 }, "spotPercent must be a whole number from 0 to 100 percent, got 101."],
    [
      "a target that never has an instance",
      { targetCapacityPercent: 0 },
      "targetCapacityPercent must be a whole number from 1 to 100 percent, got 0.",
    ],
    [
      "something else as an image",
      { ami: "latest" },
      'ami must be an image id such as ami-0123456789abcdef0, got "latest".',
    ],
    [
      "a volume smaller than the image",
      { rootVolumeGiB: 8 },
      "rootVolumeGiB must be a whole number from 30 to 16384 GiB, got 8.",
    ],
    [
      "a network mode that instances do not have",
      { networkMode: "none" as "host" },
      'networkMode must be one of bridge, awsvpc, host, got "none".',
    ],
    [
      "a warmup of hours",
      { warmupSeconds: 10_001 },
      "warmupSeconds must be a whole number from 0 to 10000 seconds, got 10001.",
    ],
    [
      "less than no reserved memory",
      { reservedMemoryMiB: -1 },
      "reservedMemoryMiB must be a whole number from 0 to 65536 MiB, got -1.",
    ],
    [
      "a stop timeout of nothing",
      { containerStopTimeoutSeconds: 0 },
      "containerStopTimeoutSeconds must be a whole number from 1 to 3600 seconds, got 0.",
    ],
    [
      "a lifetime above a year",
      { maximumInstanceLifetimeDays: 366 },
      "maximumInstanceLifetimeDays must be a whole number from 1 to 365 days, got 366.",
    ],
  ];

  test.each(cases)("%s", (_, props, message) => {
    expect(() => testStack((scope) => clusterWithCapacity(scope, props))).toThrow(`test/capacity: ${message}`);
  });
});
