import type { Alarm, Metric } from "./alarm";
import { fieldOf, type Watched } from "./watched";

export interface WatchedService extends Watched {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Whether it may run no task at all, so that no data is no trouble. @default false */
  readonly scalesToZero?: boolean;
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<ServiceThresholds>;
}

export interface ServiceThresholds {
  /** Use of the CPU units that tasks reserve, for 10 minutes. */
  readonly cpuPercent: number;
  /** Use of the memory that tasks reserve, for 10 minutes. */
  readonly memoryPercent: number;
}

/** The tasks of a service. */
export function serviceAlarms(
  service: WatchedService,
  { cpuPercent, memoryPercent }: ServiceThresholds,
): Record<string, Alarm> {
  const { clusterName, serviceName, scalesToZero = false } = service;
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  const used = (metricName: string): Metric => ({ namespace: "AWS/ECS", metricName, dimensions, statistic: "Average" });
  const counted = (metricName: string): Metric => ({
    namespace: "ECS/ContainerInsights",
    metricName,
    dimensions,
    statistic: "Average",
  });
  const missingData = scalesToZero ? "notBreaching" : "breaching";
  return {
    "cpu-high": {
      watches: used("CPUUtilization"),
      threshold: cpuPercent,
      minutes: 10,
      missingData,
      description: `Tasks use over ${cpuPercent} % of their CPU for 10 minutes: raise ${maximumOf(service)}, or the containers' cpu.`,
    },
    "memory-high": {
      watches: used("MemoryUtilization"),
      threshold: memoryPercent,
      minutes: 10,
      missingData,
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
  };
}

/** The starts of scheduled tasks. Source: EventBridge Scheduler User Guide, "Monitoring with CloudWatch". */
export const scheduledTaskAlarms = ({ scheduleGroup }: { readonly scheduleGroup: string }): Record<string, Alarm> => ({
  "scheduled-task-not-started": {
    watches: {
      namespace: "AWS/Scheduler",
      metricName: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: scheduleGroup },
      statistic: "Sum",
    },
    threshold: 0,
    minutes: 1,
    missingData: "notBreaching",
    description: `EventBridge Scheduler gave up starting a task of the group ${scheduleGroup}: look in CloudTrail for why ECS refused RunTask.`,
  },
});

/** Field of the environment with the highest number of tasks. */
export const maximumOf = (service: Watched): string =>
  service.key === undefined ? "the service's scaling.maximum" : fieldOf("service", service, "scaling.maximum");

export interface WatchedCapacity extends Watched {
  readonly clusterName: string;
  readonly capacityProviderName: string;
}

/** The instances that tasks run on. */
export function capacityAlarms(capacity: WatchedCapacity): Record<string, Alarm> {
  const { clusterName, capacityProviderName } = capacity;
  return {
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
      description: `Tasks wait for instances for 15 minutes: raise ${fieldOf("capacity", capacity, "maximum")}, or look at the Auto Scaling group's activity for why none comes.`,
    },
  };
}
