import { testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, platformFor, serviceFor, type Service, type Task } from "./parts";

const refusal = (fill: Parameters<typeof testStack>[0]): string => {
  try {
    testStack(fill);
  } catch (error) {
    return (error as Error).message.replace("test/service: ", "");
  }
  return "accepted";
};
const rolling = { minimumHealthyPercent: 100, maximumPercent: 200 };
const zones = "attribute:ecs.availability-zone";

describe("a service refuses", () => {
  test.each<[what: string, service: Service, message: string]>([
    [
      "a name that ECS refuses",
      { name: "my service" },
      'name must be 1 to 255 letters, digits, underscores and hyphens, got "my service".',
    ],
    ["more tasks than its maximum", { desired: 5 }, "desired must be from minimum (1) to maximum (4), got 5."],
    ["fewer tasks than its minimum", { desired: 0 }, "desired must be from minimum (1) to maximum (4), got 0."],
    ["a minimum over its maximum", { minimum: 5 }, "minimum must be at most maximum (4), got 5."],
    ["half a task", { desired: 1.5 }, "desired must be a whole number from 0 to 5000 tasks, got 1.5."],
    [
      "a deployment that may neither start nor stop a task",
      { deployment: { minimumHealthyPercent: 100, maximumPercent: 100 } },
      "deployment.maximumPercent must be over 100 where minimumHealthyPercent is 100, got 100. No task may stop and none may start, so no deployment could ever finish.",
    ],
    [
      "a maximum under 100 percent",
      { deployment: { ...rolling, maximumPercent: 99 } },
      "deployment.maximumPercent must be a whole number from 100 to 200 percent, got 99.",
    ],
    [
      "a minimum over 100 percent",
      { deployment: { ...rolling, minimumHealthyPercent: 101 } },
      "deployment.minimumHealthyPercent must be a whole number from 0 to 100 percent, got 101.",
    ],
    [
      "a deployment watched by no alarm",
      { deployment: { ...rolling, alarms: { names: [], rollback: true } } },
      "deployment.alarms.names must be at least one alarm, got [].",
    ],
    [
      "a grace period without a load balancer",
      { healthCheckGraceSeconds: 60 },
      "healthCheckGraceSeconds must be absent without a load balancer, got 60. Nothing checks the tasks' health from outside.",
    ],
    [
      "no time to go",
      { deleteTimeoutMinutes: 0 },
      "deleteTimeoutMinutes must be a whole number from 1 to 180 minutes, got 0.",
    ],
    [
      "ECS Exec where the task role does not allow it",
      { executeCommand: true },
      "executeCommand must be false where the task role does not allow it, got true. Give the TaskRole executeCommand.",
    ],
    [
      "six placement strategies",
      { placement: { strategies: Array.from({ length: 6 }, () => ({ type: "random" as const })) } },
      "placement.strategies must be at most 5, got 6.",
    ],
    [
      "eleven placement constraints",
      { placement: { constraints: Array.from({ length: 11 }, () => ({ type: "distinctInstance" as const })) } },
      "placement.constraints must be at most 10, got 11.",
    ],
    [
      "to rebalance zones when tasks are not spread over them first",
      { availabilityZoneRebalancing: "ENABLED", placement: { strategies: [{ type: "binpack", field: "cpu" }] } },
      'availabilityZoneRebalancing must be DISABLED unless the first placement strategy spreads over zones, got {"type":"binpack","field":"cpu"}.',
    ],
    [
      "to rebalance zones when a constraint names some",
      {
        availabilityZoneRebalancing: "ENABLED",
        placement: { constraints: [{ type: "memberOf", expression: `${zones} == eu-central-1a` }] },
      },
      `availabilityZoneRebalancing must be DISABLED unless no placement constraint names zones, got {"type":"memberOf","expression":"${zones} == eu-central-1a"}.`,
    ],
    [
      "to rebalance zones when no further task may start",
      { availabilityZoneRebalancing: "ENABLED", deployment: { minimumHealthyPercent: 50, maximumPercent: 100 } },
      "availabilityZoneRebalancing must be DISABLED unless deployment.maximumPercent is over 100, got 100.",
    ],
  ])("%s", (_, service, message) => {
    expect(refusal((scope) => serviceFor(scope, service))).toBe(message);
  });

  test("a network in bridge mode, and none in awsvpc mode", () => {
    const withNetwork = refusal((scope) => {
      const platform = platformFor(scope);
      serviceFor(scope, { network: { subnets: ["subnet-1"], securityGroups: [] } }, {}, platform);
    });
    expect(withNetwork).toBe(
      'network must be absent in bridge mode, got ["subnet-1"]. Tasks use the instance\'s network.',
    );
    expect(refusal((scope) => serviceFor(scope, {}, { networkMode: "awsvpc" }))).toBe(
      "network must be given in awsvpc mode, got nothing.",
    );
  });
});

test("tasks go wherever the strategy puts them as long as ECS does not rebalance zones", () => {
  const placement: Service["placement"] = {
    strategies: [{ type: "binpack", field: "memory" }],
    constraints: [{ type: "memberOf", expression: `${zones} == eu-central-1a` }],
  };
  expect(refusal((scope) => serviceFor(scope, { placement, availabilityZoneRebalancing: "DISABLED" }))).toBe(
    "accepted",
  );
});

describe("a load balancer is refused when", () => {
  const balanced = (target: { container: string; port: number }, task?: Task) =>
    refusal((scope) => serviceFor(scope, { loadBalancers: [{ ...loadBalancerFor(scope), ...target }] }, task));

  test("its container is none of the task", () => {
    expect(balanced({ container: "wep", port: 4000 })).toBe('loadBalancers.container must be one of web, got "wep".');
  });

  test("its port is none of the container", () => {
    expect(balanced({ container: "web", port: 4001 })).toBe(
      "loadBalancers.port must be a port of web (4000), got 4001.",
    );
    expect(balanced({ container: "web", port: 4000 }, { ports: [] })).toBe(
      "loadBalancers.port must be absent: web has no ports, got 4000.",
    );
  });

  test("its rule sends requests elsewhere", () => {
    const crossed = refusal((scope) => {
      const { targetGroup } = loadBalancerFor(scope, "blue");
      const { rule } = loadBalancerFor(scope, "green");
      serviceFor(scope, { loadBalancers: [{ targetGroup, rule, container: "web", port: 4000 }] });
    });
    expect(crossed).toBe(
      'loadBalancers.rule must be a rule that forwards to test/blue-target-group, got "test/green-rule".',
    );
  });

  test("it is the sixth", () => {
    const six = refusal((scope) => {
      const one = { ...loadBalancerFor(scope), container: "web", port: 4000 };
      serviceFor(scope, { loadBalancers: [one, one, one, one, one, one] });
    });
    expect(six).toBe("loadBalancers must be at most 5, got 6.");
  });

  test("its grace period is negative", () => {
    const negative = refusal((scope) => {
      const loadBalancers = [{ ...loadBalancerFor(scope), container: "web", port: 4000 }];
      serviceFor(scope, { loadBalancers, healthCheckGraceSeconds: -1 });
    });
    expect(negative).toBe("healthCheckGraceSeconds must be a whole number from 0 to 2147483647 seconds, got -1.");
  });
});
