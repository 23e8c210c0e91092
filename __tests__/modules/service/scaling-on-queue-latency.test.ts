import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { QueueLatencyProps } from "../../../modules/service";
import { absent, referenceTo } from "../../../packages/jest-terraform";
import { service } from "./parts";

const scaleOut = [
  { aboveSeconds: 60, addTasks: 1 },
  { aboveSeconds: 300, addTasks: 3 },
];
const scaled = (props: Partial<QueueLatencyProps> = {}, cpuPercent?: number) =>
  service({
    autoscaling: {
      cpuPercent,
      queueLatency: { namespace: "acorn/production", scaleOut, scaleInBelowSeconds: 10, ...props },
      scaleInCooldownSeconds: 600,
    },
  });

describe("scaling on queue latency", () => {
  const stack = scaled();

  test("adds more tasks the longer jobs wait", () => {
    const policy = {
      policyType: "StepScaling",
      resourceId: referenceTo(AppautoscalingTarget, "resource_id"),
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Maximum",
        cooldown: 60,
        // From the alarm's threshold on: 60 to 300 seconds, and over 300.
        stepAdjustment: [
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "240", scalingAdjustment: 1 },
          { metricIntervalLowerBound: "240", scalingAdjustment: 3 },
        ],
      },
    };
    expect(stack).toHaveResource(AppautoscalingPolicy, policy, { id: "scale-out-policy" });
  });

  test("takes one task away when jobs hardly wait, and not sooner than asked after the last", () => {
    const policy = {
      stepScalingPolicyConfiguration: {
        cooldown: 600,
        stepAdjustment: [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }],
      },
    };
    expect(stack).toHaveResource(AppautoscalingPolicy, policy, { id: "scale-in-policy" });
  });

  test.each([
    ["scale-out", "GreaterThanThreshold", 60],
    ["scale-in", "LessThanThreshold", 10],
  ])(
    "calls %s by an alarm on the service's own metric, which does nothing for want of data",
    (id, comparison, threshold) => {
      const alarm = {
        namespace: "acorn/production",
        metricName: "QueueLatency",
        dimensions: absent(),
        statistic: "Maximum",
        comparisonOperator: comparison,
        threshold,
        treatMissingData: "notBreaching",
        alarmActions: [expect.stringMatching(new RegExp(`queue-latency_${id}-policy_\\w+\\.arn`))],
      };
      expect(stack).toHaveResource(CloudwatchMetricAlarm, alarm, { id: `${id}-alarm` });
    },
  );

  test("leaves it to target tracking to take tasks away where that is said of none", () => {
    const tracked = scaled({ scaleInBelowSeconds: undefined }, 60);
    expect(tracked).toHaveResourceCount(CloudwatchMetricAlarm, 1);
    expect(tracked).toHaveResourceCount(AppautoscalingPolicy, 2);
    expect(tracked).toHaveResource(AppautoscalingTarget, { lifecycle: absent() });
  });

  test.each<[what: string, props: Partial<QueueLatencyProps>, message: string]>([
    ["no step", { scaleOut: [] }, "queue-latency: scaleOut must be 1 to 20 steps, got 0."],
    [
      "steps that do not rise",
      { scaleOut: [...scaleOut, { aboveSeconds: 300, addTasks: 5 }] },
      "queue-latency: scaleOut.2.aboveSeconds must be over that of the step before (300), got 300.",
    ],
    [
      "a step that adds nothing",
      { scaleOut: [{ aboveSeconds: 60, addTasks: 0 }] },
      "queue-latency: scaleOut.0.addTasks must be a whole number from 1 to 100 tasks, got 0.",
    ],
    [
      "to take away what it has just added",
      { scaleInBelowSeconds: 60 },
      "queue-latency: scaleInBelowSeconds must be less than the first step's aboveSeconds (60), got 60.",
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => scaled(props)).toThrow(new Error(`test/service/autoscaling/${message}`));
  });

  test("refuses that nothing ever takes a task away", () => {
    expect(() => scaled({ scaleInBelowSeconds: undefined })).toThrow(
      "queueLatency.scaleInBelowSeconds must be given where no target is tracked, got nothing. Nothing else would ever take a task away.",
    );
  });
});
