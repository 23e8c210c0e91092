import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { AutoscalingProps } from "../../../modules/service";
import { referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, service, serviceFor, sharedLoadBalancer } from "./parts";

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

  test("holds the requests that come to each task through the load balancer", () => {
    const requests = testStack((scope) => {
      const { targetGroup, rule } = loadBalancerFor(scope);
      const loadBalancer = sharedLoadBalancer(scope);
      serviceFor(scope, {
        loadBalancers: [{ targetGroup, rule, container: "web", port: 4000 }],
        autoscaling: { requestsPerTarget: { requests: 1000, loadBalancer, targetGroup } },
      });
    });
    expect(requests).toHaveResource(AppautoscalingPolicy, {
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: expect.stringMatching(
            /^\$\{data\.aws_lb\..+\.arn_suffix\}\/\$\{aws_lb_target_group\..+\.arn_suffix\}$/,
          ),
        },
        targetValue: 1000,
      },
    });
  });

  test("sets other limits on a schedule, and leaves them to it from then on", () => {
    const scheduled = service({
      autoscaling: {
        scheduled: {
          morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "America/New_York", minimum: 2, maximum: 4 },
          launch: { schedule: "at(2027-01-31T08:00:00)", minimum: 4, maximum: 4 },
        },
      },
    });
    expect(scheduled).toHaveResource(AppautoscalingScheduledAction, {
      name: "morning",
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "America/New_York",
      resourceId: referenceTo(AppautoscalingTarget, "resource_id"),
      scalableTargetAction: { minCapacity: "2", maxCapacity: "4" },
    });
    expect(scheduled).toHaveResource(AppautoscalingScheduledAction, { name: "launch", timezone: "UTC" });
    expect(scheduled).toHaveResource(AppautoscalingTarget, {
      lifecycle: { ignore_changes: ["min_capacity", "max_capacity"] },
    });
  });

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
      "a schedule that EventBridge would refuse",
      { scheduled: { night: { schedule: "cron(0 22 * * * *)", minimum: 1, maximum: 1 } } },
      'test/service/autoscaling: scheduled.night.schedule must be cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes), or at(2027-01-31T08:00:00), got "cron(0 22 * * * *)".',
    ],
    [
      "a time zone that is none",
      { scheduled: { night: { schedule: "rate(1 day)", timezone: "Mars/Olympus", minimum: 1, maximum: 1 } } },
      'test/service/autoscaling: scheduled.night.timezone must be a time zone such as UTC or America/New_York, got "Mars/Olympus".',
    ],
    [
      "a scheduled minimum over its maximum",
      { scheduled: { night: { schedule: "rate(1 day)", minimum: 2, maximum: 1 } } },
      "test/service/autoscaling: scheduled.night.minimum must be at most its maximum (1), got 2.",
    ],
    [
      "no target at all",
      // @ts-expect-error one metric at least
      {},
      "test/service/autoscaling: cpuPercent, memoryPercent, requestsPerTarget, queueBacklogPerTask, queueLatency or scheduled must be given, got nothing.",
    ],
  ])("refuses %s", (_, autoscaling, message) => {
    expect(() => service({ autoscaling })).toThrow(new Error(message));
  });
});
