import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { checkRange, type Metric, queueLatencyMetric, reject } from "../shared";

export interface QueueLatencyProps {
  /** Namespace of the metric `QueueLatency`, such as `acorn/production`. */
  readonly namespace: string;
  /** 1 to 20 steps with rising seconds; the last one whose seconds are exceeded sets how many tasks are added. */
  readonly scaleOut: readonly QueueLatencyStep[];
  /** Below this for ten minutes a task is taken away. @default - target tracking takes tasks away */
  readonly scaleInBelowSeconds?: number;
}

export interface QueueLatencyStep {
  /** 1 to 86400. */
  readonly aboveSeconds: number;
  /** 1 to 100. */
  readonly addTasks: number;
}

interface Scaling extends QueueLatencyProps {
  readonly serviceName: string;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

/** Minutes in a row above or below a threshold before the number of tasks changes. */
const minutes = { out: 2, in: 10 };

/** Step scaling: more tasks the longer jobs wait, each policy with the alarm that calls it. */
export class QueueLatencyScaling extends Construct {
  private readonly metric: Metric;

  constructor(scope: Construct, id: string, target: AppautoscalingTarget, props: Scaling) {
    super(scope, id);
    const { namespace, serviceName, scaleOut, scaleInBelowSeconds } = props;
    this.checkSteps(props);
    this.metric = queueLatencyMetric(namespace);

    const threshold = scaleOut[0]?.aboveSeconds ?? 0;
    const out = this.policy("scale-out", target, {
      cooldown: props.scaleOutCooldownSeconds,
      // Bounds count from the alarm's threshold.
      stepAdjustment: scaleOut.map(({ aboveSeconds, addTasks }, index) => {
        const next = scaleOut[index + 1]?.aboveSeconds;
        return {
          metricIntervalLowerBound: `${aboveSeconds - threshold}`,
          metricIntervalUpperBound: next === undefined ? undefined : `${next - threshold}`,
          scalingAdjustment: addTasks,
        };
      }),
    });
    this.alarm("scale-out", serviceName, {
      comparisonOperator: "GreaterThanThreshold",
      threshold,
      evaluationPeriods: minutes.out,
      alarmDescription: `Jobs wait longer than ${threshold} s for ${minutes.out} minutes: automatic scaling adds tasks. Nothing to do, unless the service is at its maximum.`,
      alarmActions: [out.arn],
    });

    if (scaleInBelowSeconds === undefined) return;
    const policy = this.policy("scale-in", target, {
      cooldown: props.scaleInCooldownSeconds,
      stepAdjustment: [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }],
    });
    this.alarm("scale-in", serviceName, {
      comparisonOperator: "LessThanThreshold",
      threshold: scaleInBelowSeconds,
      evaluationPeriods: minutes.in,
      alarmDescription: `Jobs wait less than ${scaleInBelowSeconds} s for ${minutes.in} minutes: automatic scaling takes a task away. Nothing to do.`,
      alarmActions: [policy.arn],
    });
  }

  private policy(
    id: string,
    { serviceNamespace, scalableDimension, resourceId }: AppautoscalingTarget,
    step: {
      readonly cooldown: number;
      readonly stepAdjustment: {
        metricIntervalLowerBound?: string;
        metricIntervalUpperBound?: string;
        scalingAdjustment: number;
      }[];
    },
  ): AppautoscalingPolicy {
    return new AppautoscalingPolicy(this, `${id}-policy`, {
      name: `queue-latency-${id}`,
      policyType: "StepScaling",
      serviceNamespace,
      scalableDimension,
      resourceId,
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Maximum",
        ...step,
      },
    });
  }

  private alarm(
    id: string,
    serviceName: string,
    alarm: {
      readonly comparisonOperator: string;
      readonly threshold: number;
      readonly evaluationPeriods: number;
      readonly alarmDescription: string;
      readonly alarmActions: string[];
    },
  ): void {
    new CloudwatchMetricAlarm(this, `${id}-alarm`, {
      alarmName: `${serviceName}-queue-latency-${id}`,
      ...this.metric,
      statistic: "Maximum",
      period: 60,
      // Whoever publishes it may be down: no tasks are added or taken away for want of data.
      treatMissingData: "notBreaching",
      ...alarm,
    });
  }

  private checkSteps({ scaleOut, scaleInBelowSeconds }: QueueLatencyProps): void {
    const seconds = { minimum: 1, maximum: 86_400, unit: "seconds" };
    if (scaleOut.length < 1 || scaleOut.length > 20) reject(this, "scaleOut", "1 to 20 steps", scaleOut.length);
    for (const [index, { aboveSeconds, addTasks }] of scaleOut.entries()) {
      checkRange(this, `scaleOut.${index}.aboveSeconds`, aboveSeconds, seconds);
      checkRange(this, `scaleOut.${index}.addTasks`, addTasks, { minimum: 1, maximum: 100, unit: "tasks" });
      const before = scaleOut[index - 1]?.aboveSeconds;
      if (before !== undefined && aboveSeconds <= before) {
        reject(this, `scaleOut.${index}.aboveSeconds`, `over that of the step before (${before})`, aboveSeconds);
      }
    }
    checkRange(this, "scaleInBelowSeconds", scaleInBelowSeconds, seconds);
    const first = scaleOut[0]?.aboveSeconds ?? 0;
    if (scaleInBelowSeconds !== undefined && scaleInBelowSeconds >= first) {
      reject(this, "scaleInBelowSeconds", `less than the first step's aboveSeconds (${first})`, scaleInBelowSeconds);
    }
  }
}
