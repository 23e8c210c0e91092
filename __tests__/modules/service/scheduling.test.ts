import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { CapacityProviderShare } from "../../../modules/shared";
import { absent, testStack } from "../../../packages/jest-terraform";
import { messageOf } from "../../../packages/jest-terraform/parts";
import { service, specialServiceFor } from "./parts";

type Special = ReturnType<Parameters<typeof specialServiceFor>[1]>;

const special = (props: Special) => testStack((scope) => void specialServiceFor(scope, () => props));
const refusal = (synthesize: () => unknown) => messageOf(synthesize).replace("test/service: ", "");

describe("a mix of capacities", () => {
  const mix = (...capacityProviders: CapacityProviderShare[]) => service({ capacityProviders });

  test("is weighted, after the base of one of them", () => {
    expect(mix({ name: "on-demand", base: 2 }, { name: "spot", weight: 3 })).toHaveResource(EcsService, {
      capacityProviderStrategy: [
        { capacityProvider: "on-demand", base: 2, weight: 1 },
        { capacityProvider: "spot", base: 0, weight: 3 },
      ],
      launchType: absent(),
      schedulingStrategy: absent(),
      forceNewDeployment: true,
    });
  });

  test.each<[what: string, providers: CapacityProviderShare[], message: string]>([
    ["no capacity", [], "capacityProviders must be 1 to 20 capacity providers, got 0."],
    [
      "21 capacities",
      Array.from({ length: 21 }, (_, index) => ({ name: `c${index}` })),
      "capacityProviders must be 1 to 20 capacity providers, got 21.",
    ],
    [
      "one capacity twice",
      [{ name: "a" }, { name: "a" }],
      'capacityProviders.name must be different for each, got "a". Add up their weights.',
    ],
    [
      "two bases",
      [
        { name: "a", base: 1 },
        { name: "b", base: 2 },
      ],
      'capacityProviders.base must be given for one capacity provider only, got ["a","b"]. Remove the others.',
    ],
    [
      "no weight at all",
      [{ name: "a", weight: 0, base: 1 }],
      "capacityProviders.weight must be above 0 for one capacity provider at least, got 0. Tasks above the base could run nowhere.",
    ],
    [
      "a weight out of range",
      [{ name: "a", weight: 1001 }],
      "capacityProviders.a.weight must be a whole number from 0 to 1000, got 1001.",
    ],
    [
      "a base out of range",
      [{ name: "a", base: -1 }],
      "capacityProviders.a.base must be a whole number from 0 to 100000 tasks, got -1.",
    ],
  ])("of %s is refused", (_, providers, message) => {
    expect(refusal(() => mix(...providers))).toBe(message);
  });
});

describe("a singleton", () => {
  const singleton: Special = { singleton: true, capacityProviders: [{ name: "instances" }] };

  test("stops its task before the next one starts, and is never scaled or rebalanced", () => {
    const stack = special({ ...singleton, deployment: { circuitBreaker: { rollback: true } } });
    expect(stack).toHaveResource(EcsService, {
      desiredCount: 1,
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "DISABLED",
      capacityProviderStrategy: [{ capacityProvider: "instances", base: 0, weight: 1 }],
      waitForSteadyState: true,
      lifecycle: absent(),
    });
    expect(stack).toHaveNoResource("aws_appautoscaling_target");
  });

  test("can be stopped, and has no second task", () => {
    expect(special({ ...singleton, desired: 0 })).toHaveResource(EcsService, { desiredCount: 0 });
    expect(refusal(() => special({ ...singleton, desired: 2 as 1 }))).toBe("desired must be one of 0, 1, got 2.");
  });

  test("is watched by alarms that exist", () => {
    const deployment = { alarms: { names: [], rollback: true } };
    expect(refusal(() => special({ ...singleton, deployment }))).toBe(
      "deployment.alarms.names must be at least one alarm, got [].",
    );
  });
});

describe("a daemon", () => {
  test("runs on every instance of the cluster, on no capacity provider, without a number of tasks", () => {
    expect(special({ scheduling: "daemon" })).toHaveResource(EcsService, {
      schedulingStrategy: "DAEMON",
      launchType: "EC2",
      desiredCount: absent(),
      capacityProviderStrategy: absent(),
      orderedPlacementStrategy: absent(),
      placementConstraints: [],
      availabilityZoneRebalancing: "DISABLED",
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: absent(),
    });
  });

  test("runs on the instances that its constraints choose", () => {
    const constraints = [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ g5.*" }] as const;
    expect(special({ scheduling: "daemon", placement: { constraints } })).toHaveResource(EcsService, {
      placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ g5.*" }],
    });
  });

  test("keeps some of its tasks during an update, but not all", () => {
    const keeping = (minimumHealthyPercent: number) =>
      special({ scheduling: "daemon", deployment: { minimumHealthyPercent } });
    expect(keeping(50)).toHaveResource(EcsService, { deploymentMinimumHealthyPercent: 50 });
    expect(refusal(() => keeping(100))).toBe(
      "deployment.minimumHealthyPercent must be a whole number from 0 to 99 percent, got 100.",
    );
  });
});
