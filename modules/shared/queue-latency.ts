/** Names a metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * Seconds that the oldest waiting GoodJob job has waited, 0 when none waits: what publishes it, what scales on it and what
 * alarms on it all name it by this.
 *
 * @param application the namespace, `application` of the environment
 */
export function queueLatencyMetric(application: string, clusterName: string, serviceName: string): Metric {
  return {
    namespace: application,
    metricName: "QueueLatency",
    dimensions: { ClusterName: clusterName, ServiceName: serviceName },
  };
}
