import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { filterPatternRule, isFilterPattern } from "../../aws/filter-patterns";
import type { Construct } from "constructs";
import type { LogGroup } from "../logs";
import { reject } from "../shared";
import type { Metric } from "./alarm";

export interface LogMetric {
  /** Name of the filter, unique in its log group. @default - that of the metric */
  readonly name?: string;
  readonly namespace: string;
  readonly metricName: string;
  /** Which events count, in CloudWatch's filter syntax. */
  readonly pattern: string;
  /** What each counts: a number, or a field of a JSON event such as "$.seconds". @default "1" */
  readonly value?: string;
  /** Value while no event matches: 0 for metrics that count. @default - no value, for metrics that measure */
  readonly otherwise?: number;
  readonly unit: "Count" | "Seconds";
}

/** Creates a metric from the events of a log group. */
export function logMetric(
  scope: Construct,
  id: string,
  logGroup: LogGroup,
  props: LogMetric,
): Omit<Metric, "statistic"> {
  const { namespace, metricName, name = metricName, pattern, value = "1", otherwise, unit } = props;
  if (!isFilterPattern(pattern)) reject(scope, "pattern", filterPatternRule, pattern);
  new CloudwatchLogMetricFilter(scope, id, {
    name,
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
