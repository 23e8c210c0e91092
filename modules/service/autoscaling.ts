import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration as TargetTracking,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import { anySchedule, isTimezone, scheduleName, timezoneRule } from "../../aws/schedules";
import type { ILoadBalancer, TargetGroup } from "../alb";
import { checkPattern, checkRange, reject } from "../shared";
import { backlogPerTask, checkQueueBacklog, type QueueBacklogProps } from "./queue-backlog";
import { QueueLatencyScaling, type QueueLatencyProps } from "./queue-latency-scaling";

/**
 * Application Auto Scaling of the number of tasks: at least one metric, or a schedule. With several metrics, the one that
 * asks for most tasks wins.
 */
export type AutoscalingProps = Cooldowns & AtLeastOne<Policies>;

interface Policies {
  /** Average use of the CPU units that the service reserves, 1 to 100 percent. */
  readonly cpuPercent: number;
  /** Average use of the memory that the service reserves, 1 to 100 percent. */
  readonly memoryPercent: number;
  /** Requests a minute that each task answers on average; not with blue/green deployments. */
  readonly requestsPerTarget: RequestsPerTarget;
  /** Messages of an SQS queue that wait for each running task; needs Container Insights. */
  readonly queueBacklogPerTask: QueueBacklogProps;
  /** How long jobs wait. */
  readonly queueLatency: QueueLatencyProps;
  /** Other limits of the number of tasks from a time on, by name: 1 to 64 letters, digits and `- _ .`. */
  readonly scheduled: Readonly<Record<string, ScheduledCapacity>>;
}

export interface RequestsPerTarget {
  /** 1 to 1000000 a minute. */
  readonly requests: number;
  /** The load balancer and the target group that the requests come through. */
  readonly loadBalancer: ILoadBalancer;
  readonly targetGroup: TargetGroup;
}

/** Both limits, because an action that set one alone would depend on which other ran before it. */
export interface ScheduledCapacity {
  /** `cron(...)`, `rate(...)` or `at(...)`. */
  readonly schedule: string;
  /** Of the IANA database, such as `America/New_York`. @default - "UTC" */
  readonly timezone?: string;
  readonly minimum: number;
  readonly maximum: number;
}

interface Cooldowns {
  /** Seconds after removing tasks before more are removed, 0 to 86400. @default - 300 */
  readonly scaleInCooldownSeconds?: number;
  /** Seconds after adding tasks before their effect is judged, 0 to 86400. @default - 60 */
  readonly scaleOutCooldownSeconds?: number;
}

type AtLeastOne<T> = { [Key in keyof T]: Pick<T, Key> & Partial<Omit<T, Key>> }[keyof T];

/** What target tracking holds. */
interface Tracked {
  readonly id: string;
  readonly name: string;
  readonly value: number | undefined;
  readonly specification: Omit<TargetTracking, "targetValue">;
}

export interface ScaledService {
  readonly clusterName: string;
  /** A reference to the service, so that it exists before it is scaled, and scaling ends before it is removed. */
  readonly serviceName: string;
  /** What the cluster measures of its tasks. */
  readonly containerInsights: "enhanced" | "enabled" | "disabled";
  readonly minimum: number;
  readonly maximum: number;
}

/** Moves the number of tasks of a service between a minimum and a maximum. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, service: ScaledService, props: AutoscalingProps) {
    super(scope, id);
    const {
      scaleInCooldownSeconds = 300,
      scaleOutCooldownSeconds = 60,
      queueBacklogPerTask,
      queueLatency,
      scheduled = {},
    } = props;
    const tracked = trackedMetrics(props, service).filter(({ value }) => value !== undefined);
    const cooldown = { minimum: 0, maximum: 86_400, unit: "seconds" };
    checkRange(this, "scaleInCooldownSeconds", scaleInCooldownSeconds, cooldown);
    checkRange(this, "scaleOutCooldownSeconds", scaleOutCooldownSeconds, cooldown);
    checkTargets(this, props);
    if (queueBacklogPerTask)
      checkQueueBacklog(this, "queueBacklogPerTask", queueBacklogPerTask, service.containerInsights);
    checkScheduled(this, scheduled);
    if (tracked.length === 0 && queueLatency === undefined && Object.keys(scheduled).length === 0) {
      const any = "cpuPercent, memoryPercent, requestsPerTarget, queueBacklogPerTask, queueLatency or scheduled";
      reject(this, any, "given", undefined);
    }
    if (queueLatency !== undefined && queueLatency.scaleInBelowSeconds === undefined && tracked.length === 0) {
      const fix = "Nothing else would ever take a task away.";
      reject(this, "queueLatency.scaleInBelowSeconds", "given where no target is tracked", undefined, fix);
    }

    const target = new AppautoscalingTarget(this, "scalable-target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${service.clusterName}/${service.serviceName}`,
      minCapacity: service.minimum,
      maxCapacity: service.maximum,
      // A scheduled action writes these two; the next plan would take back what it did.
      lifecycle: Object.keys(scheduled).length > 0 ? { ignoreChanges: ["min_capacity", "max_capacity"] } : undefined,
    });
    const { serviceNamespace, scalableDimension, resourceId } = target;
    for (const { id: metric, name, value, specification } of tracked) {
      new AppautoscalingPolicy(this, `${metric}-policy`, {
        name,
        policyType: "TargetTrackingScaling",
        serviceNamespace,
        scalableDimension,
        resourceId,
        targetTrackingScalingPolicyConfiguration: {
          ...specification,
          targetValue: value ?? 0,
          scaleInCooldown: scaleInCooldownSeconds,
          scaleOutCooldown: scaleOutCooldownSeconds,
        },
      });
    }
    if (queueLatency !== undefined) {
      const cooldowns = { scaleInCooldownSeconds, scaleOutCooldownSeconds };
      new QueueLatencyScaling(this, "queue-latency", target, { ...service, ...cooldowns, ...queueLatency });
    }
    for (const [name, { schedule, timezone = "UTC", minimum, maximum }] of Object.entries(scheduled)) {
      new AppautoscalingScheduledAction(this, `scheduled-${name}`, {
        name,
        serviceNamespace,
        scalableDimension,
        resourceId,
        schedule,
        timezone,
        scalableTargetAction: { minCapacity: `${minimum}`, maxCapacity: `${maximum}` },
      });
    }
  }
}

/** Source of the types: Application Auto Scaling API, `PredefinedMetricSpecification`. */
function trackedMetrics(
  { cpuPercent, memoryPercent, requestsPerTarget, queueBacklogPerTask }: Partial<Policies>,
  service: ScaledService,
): readonly Tracked[] {
  const predefined = (predefinedMetricType: string, resourceLabel?: string) => ({
    predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
  });
  const { requests, loadBalancer, targetGroup } = requestsPerTarget ?? {};
  const label = loadBalancer && targetGroup && `${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`;
  return [
    {
      id: "cpu",
      name: "average-cpu",
      value: cpuPercent,
      specification: predefined("ECSServiceAverageCPUUtilization"),
    },
    {
      id: "memory",
      name: "average-memory",
      value: memoryPercent,
      specification: predefined("ECSServiceAverageMemoryUtilization"),
    },
    {
      id: "requests",
      name: "requests-per-target",
      value: requests,
      specification: predefined("ALBRequestCountPerTarget", label),
    },
    {
      id: "backlog",
      name: "queue-backlog-per-task",
      value: queueBacklogPerTask?.messages,
      specification: queueBacklogPerTask
        ? { customizedMetricSpecification: backlogPerTask(queueBacklogPerTask, service) }
        : {},
    },
  ];
}

function checkTargets(scope: Construct, { cpuPercent, memoryPercent, requestsPerTarget }: AutoscalingProps): void {
  checkRange(scope, "cpuPercent", cpuPercent, { minimum: 1, maximum: 100, unit: "percent" });
  checkRange(scope, "memoryPercent", memoryPercent, { minimum: 1, maximum: 100, unit: "percent" });
  const requests = { minimum: 1, maximum: 1_000_000, unit: "requests a minute" };
  checkRange(scope, "requestsPerTarget.requests", requestsPerTarget?.requests, requests);
}

function checkScheduled(scope: Construct, scheduled: Readonly<Record<string, ScheduledCapacity>>): void {
  for (const [name, { schedule, timezone, minimum, maximum }] of Object.entries(scheduled)) {
    checkPattern(scope, "scheduled", name, scheduleName);
    checkPattern(scope, `scheduled.${name}.schedule`, schedule, anySchedule);
    if (timezone !== undefined && !isTimezone(timezone)) {
      reject(scope, `scheduled.${name}.timezone`, timezoneRule, timezone);
    }
    checkRange(scope, `scheduled.${name}.minimum`, minimum, { minimum: 0, maximum: 5000, unit: "tasks" });
    checkRange(scope, `scheduled.${name}.maximum`, maximum, { minimum: 0, maximum: 5000, unit: "tasks" });
    if (minimum > maximum) reject(scope, `scheduled.${name}.minimum`, `at most its maximum (${maximum})`, minimum);
  }
}
