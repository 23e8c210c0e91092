import type { Alarm, Metric } from "./alarm";

export interface WatchedService {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly capacityProviderName: string;
}

export interface ServiceThresholds {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
}

/** The service's tasks and the instances they run on. */
export function serviceAlarms(
  { clusterName, serviceName, capacityProviderName }: WatchedService,
  { cpuPercent, memoryPercent }: ServiceThresholds,
): Record<string, Alarm> {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  const used = (metricName: string): Metric => ({ namespace: "AWS/ECS", metricName, dimensions, statistic: "Average" });
  const counted = (metricName: string): Metric => ({
    namespace: "ECS/ContainerInsights",
    metricName,
    dimensions,
    statistic: "Average",
  });
  return {
    "cpu-high": {
      watches: used("CPUUtilization"),
      threshold: cpuPercent,
      minutes: 10,
      missingData: "breaching",
      description: `Tasks use over ${cpuPercent} % of their CPU for 10 minutes: raise service.maximum, or the containers' cpu.`,
    },
    "memory-high": {
      watches: used("MemoryUtilization"),
      threshold: memoryPercent,
      minutes: 10,
      missingData: "breaching",
      description: `Tasks use over ${memoryPercent} % of their memory for 10 minutes: look for a leak, or raise memoryReservationMiB.`,
    },
    "running-below-desired": {
      watches: {
        expression: "desired - running",
        label: "Tasks that should run and do not",
        of: { desired: counted("DesiredTaskCount"), running: counted("RunningTaskCount") },
      },
      threshold: 0,
      minutes: 10,
      // Without Container Insights there is no such metric.
      missingData: "notBreaching",
      description:
        "Fewer tasks run than are wanted for 10 minutes: scripts/check-ecs-status.sh says whether they fail or find no room.",
    },
    "capacity-reservation": {
      watches: {
        namespace: "AWS/ECS/ManagedScaling",
        metricName: "CapacityProviderReservation",
        dimensions: { ClusterName: clusterName, CapacityProviderName: capacityProviderName },
        statistic: "Average",
      },
      threshold: 100,
      minutes: 15,
      missingData: "notBreaching",
      description:
        "Tasks wait for instances for 15 minutes: raise capacity.maximum, or look at the Auto Scaling group's activity for why none comes.",
    },
  };
}
