import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { Construct } from "constructs";
import type { LogGroup } from "../logs";
import type { Metric } from "./alarm";

export interface LogMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** Which events count, in CloudWatch's filter syntax. */
  readonly pattern: string;
  /** What each counts: a number, or a field of a JSON event such as "$.seconds". @default "1" */
  readonly value?: string;
  /** Metrics that count are zero where nothing is found; those that measure have no value then. @default - no value */
  readonly otherwise?: number;
  readonly unit: "Count" | "Seconds";
}

/** Makes a metric of what stands in a log. */
export function logMetric(
  scope: Construct,
  id: string,
  logGroup: LogGroup,
  props: LogMetric,
): Omit<Metric, "statistic"> {
  const { namespace, metricName, pattern, value = "1", otherwise, unit } = props;
  new CloudwatchLogMetricFilter(scope, id, {
    name: metricName,
    logGroupName: logGroup.name,
    pattern,
    metricTransformation: {
      name: metricName,
      namespace,
      value,
      unit,
      ...(otherwise !== undefined && { defaultValue: `${otherwise}` }),
    },
  });
  return { namespace, metricName };
}
