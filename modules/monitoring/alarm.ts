import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { shorten } from "../../packages/common/shorten";

/** A metric of CloudWatch, one value a period. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  /** @default - none */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** How the values of a period become one: "Average", "Sum", or a percentile such as "p95". */
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | `p${number}`;
}

/** One metric, or an expression of metric math over several, held against a threshold. */
export interface Alarm {
  /** A metric; or metrics by id, and the expression that is made of them. */
  readonly watches:
    Metric | { readonly expression: string; readonly label: string; readonly of: Readonly<Record<string, Metric>> };
  /** @default - "GreaterThanThreshold" */
  readonly comparison?: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** Minutes that are looked at. */
  readonly minutes: number;
  /** In how many periods of these minutes it must be so. @default - all */
  readonly of?: number;
  /** Minutes that one value is made of. @default 1 */
  readonly periodMinutes?: number;
  /** No data means trouble when the metric is always sent, and nothing when it counts events. */
  readonly missingData: "breaching" | "notBreaching";
  /** What happened and what to do: "What happened: what to do." */
  readonly description: string;
}

export interface AlarmOptions {
  /** `<name>-<id>` is what the alarm is called. */
  readonly name: string;
  /** The SNS topic that gets the alarm and its end. */
  readonly topicArn: string;
}

/** Source: CloudWatch API, `PutMetricAlarm` AlarmName and MetricName. */
export const longestName = 255;

/** Makes an alarm. */
export function makeAlarm(
  scope: Construct,
  id: string,
  alarm: Alarm,
  { name, topicArn }: AlarmOptions,
): CloudwatchMetricAlarm {
  const { watches, threshold, minutes, missingData, description, comparison = "GreaterThanThreshold" } = alarm;
  const period = 60 * (alarm.periodMinutes ?? 1);
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: shorten(`${name}-${id}`, longestName),
    alarmDescription: description,
    ...("expression" in watches
      ? {
          metricQuery: [
            { id: "result", expression: watches.expression, label: watches.label, returnData: true },
            ...Object.entries(watches.of).map(([metricId, metric]) => ({
              id: metricId,
              returnData: false,
              metric: { ...namesOf(metric), stat: metric.statistic, period },
            })),
          ],
        }
      : { ...namesOf(watches), ...statisticOf(watches), period }),
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods: (60 * minutes) / period,
    datapointsToAlarm: alarm.of,
    treatMissingData: missingData,
    alarmActions: [topicArn],
    okActions: [topicArn],
  });
}

const namesOf = ({ namespace, metricName, dimensions }: Metric) => ({
  namespace,
  metricName,
  ...(dimensions !== undefined && { dimensions: { ...dimensions } }),
});

const statisticOf = ({ statistic }: Metric) =>
  statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic };
