/** Names a metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
}

/**
 * Seconds that the oldest waiting job has waited, 0 when none waits: what makes it, what scales on it and what alarms on it
 * all name it by this. It has no dimensions: a metric filter cannot set any.
 *
 * @param namespace that of the environment's own metrics, such as `acorn/production`
 */
export const queueLatencyMetric = (namespace: string): Metric => ({ namespace, metricName: "QueueLatency" });
