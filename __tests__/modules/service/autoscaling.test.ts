import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { AutoscalingProps } from "../../../modules/service";
import { referenceTo } from "../../matchers";
import { service } from "./parts";

describe("autoscaling", () => {
  const stack = service({ autoscaling: { cpuPercent: 60, memoryPercent: 75 } });

  test("moves the number of tasks between minimum and maximum, once the service exists", () => {
    expect(stack).toHaveResource(AppautoscalingTarget, {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: 1,
      maxCapacity: 4,
      resourceId: referenceTo(EcsService, "name"),
    });
    expect(stack.resource(AppautoscalingTarget).properties.resource_id).toMatch(
      /^service\/\$\{aws_ecs_cluster\.[^/]+\.name\}\/\$\{aws_ecs_service\.[^/]+\.name\}$/,
    );
  });

  test.each([
    ["cpu", "ECSServiceAverageCPUUtilization", 60],
    ["memory", "ECSServiceAverageMemoryUtilization", 75],
  ])(
    "holds the average use of %s, slower in removing tasks than in adding them",
    (metric, predefinedMetricType, targetValue) => {
      const policy = {
        name: `average-${metric}`,
        policyType: "TargetTrackingScaling",
        resourceId: referenceTo(AppautoscalingTarget, "resource_id"),
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType },
          targetValue,
          scaleInCooldown: 300,
          scaleOutCooldown: 60,
        },
      };
      expect(stack).toHaveResource(AppautoscalingPolicy, policy, { id: `${metric}-policy` });
    },
  );

  test("tracks only what it was given a target for, with the cooldowns it was given", () => {
    const one = service({ autoscaling: { memoryPercent: 80, scaleInCooldownSeconds: 0, scaleOutCooldownSeconds: 10 } });
    expect(one).toHaveResourceCount(AppautoscalingPolicy, 1);
    expect(one).toHaveResource(AppautoscalingPolicy, {
      targetTrackingScalingPolicyConfiguration: { targetValue: 80, scaleInCooldown: 0, scaleOutCooldown: 10 },
    });
  });

  test.each<[what: string, autoscaling: AutoscalingProps, message: string]>([
    [
      "a target over 100 percent",
      { cpuPercent: 120 },
      "test/service/autoscaling: cpuPercent must be a whole number from 1 to 100 percent, got 120.",
    ],
    [
      "a target of 0 percent",
      { memoryPercent: 0 },
      "test/service/autoscaling: memoryPercent must be a whole number from 1 to 100 percent, got 0.",
    ],
    [
      "a negative cooldown",
      { cpuPercent: 60, scaleInCooldownSeconds: -1 },
      "test/service/autoscaling: scaleInCooldownSeconds must be a whole number from 0 to 86400 seconds, got -1.",
    ],
    [
      "no target at all",
      // @ts-expect-error one metric at least
      {},
      "test/service/autoscaling: cpuPercent, memoryPercent, requestsPerTarget, queueLatency or scheduled must be given, got nothing.",
    ],
  ])("refuses %s", (_, autoscaling, message) => {
    expect(() => service({ autoscaling })).toThrow(new Error(message));
  });
});
