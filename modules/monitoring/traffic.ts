import type { LoadBalancer, TargetGroup } from "../alb";
import type { Alarm, Metric } from "./alarm";
import type { Watched } from "./watched";

/** The requests of a service; its key is that of the service. */
export interface Traffic extends Watched {
  readonly loadBalancer: Pick<LoadBalancer, "arnSuffix">;
  /** The target groups of the service, one or more: for example one, the blue and the green one, or one for each path; at most five. */
  readonly targetGroups: readonly Pick<TargetGroup, "arnSuffix">[];
  /** What the dashboard calls each target group where there are several. @default - "blue" and "green" of two, else their numbers */
  readonly labels?: readonly string[];
  /** Whether the service may run no task at all, so that no target is no trouble. @default false */
  readonly scalesToZero?: boolean;
  /** Whether others, which these alarms know nothing of, are behind the load balancer too. @default false */
  readonly sharesLoadBalancer?: boolean;
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<TrafficThresholds>;
}

export interface TrafficThresholds {
  /** Share of requests that are answered with 5xx, for 3 minutes. */
  readonly errorPercent: number;
  /** What 95 % of the requests stay below, for 5 minutes. */
  readonly latencySeconds: number;
}

/** An alarm on metric math watches ten metrics at most, and `errors` two of each target group. Source: as in `cache-alarms.ts`. */
export const mostTargetGroups = 5;

/** Requests a minute below which a single error would be a large share of them. */
const fewRequests = 20;

/** What users feel of the targets; all three end a deployment that brings them about. */
export function trafficAlarms(traffic: Traffic, { errorPercent, latencySeconds }: TrafficThresholds) {
  const requests = each(traffic, { metricName: "RequestCount", statistic: "Sum" });
  const errors = each(traffic, { metricName: "HTTPCode_Target_5XX_Count", statistic: "Sum" });
  const latency = each(traffic, { metricName: "TargetResponseTime", statistic: "p95" });
  const unhealthy = each(traffic, { metricName: "UnHealthyHostCount", statistic: "Maximum" });
  const all = sum("requests", requests);
  return {
    errors: {
      watches: {
        expression: `IF(${all} > ${fewRequests}, 100 * ${sum("errors", errors)} / ${all}, 0)`,
        label: "Share of requests answered with 5xx, percent",
        of: { ...named("requests", requests), ...named("errors", errors) },
      },
      threshold: errorPercent,
      minutes: 3,
      missingData: "notBreaching",
      description: `The application answers over ${errorPercent} % of the requests with 5xx for 3 minutes: look at the web container's log; after a release, roll back.`,
    },
    latency: {
      watches: {
        expression:
          latency.length === 1 ? "latency0" : `MAX([${latency.map((_, index) => `latency${index}`).join(", ")}])`,
        label: "Response time that 95 % of the requests stay below, seconds",
        of: named("latency", latency),
      },
      threshold: latencySeconds,
      minutes: 5,
      missingData: "notBreaching",
      description: `One request in twenty takes over ${latencySeconds} s for 5 minutes: compare with CPU and database load on the dashboard; after a release, roll back.`,
    },
    "task-unhealthy": {
      watches: {
        expression: sum("unhealthy", unhealthy),
        label: "Targets that fail their health check",
        of: named("unhealthy", unhealthy),
      },
      threshold: 0,
      minutes: 10,
      missingData: "notBreaching",
      description: "A task fails its health check for 10 minutes and is not replaced: look at its logs.",
    },
  } satisfies Record<string, Alarm>;
}

/**
 * What the load balancer answers in place of a target: 502 where a task closes connections, 503 where there is none, 504 where it answers too
 * late. It is counted for the whole load balancer, and `RequestCount` leaves those without a target out. Source: Elastic Load Balancing User
 * Guide, "CloudWatch metrics for your Application Load Balancer".
 */
export function loadBalancerAlarms(
  { loadBalancer }: Traffic,
  { errorPercent }: TrafficThresholds,
): Record<string, Alarm> {
  const counted = (metricName: string): Metric => ({
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions: { LoadBalancer: loadBalancer.arnSuffix },
    statistic: "Sum",
  });
  const all = "(FILL(answered, 0) + FILL(failed, 0))";
  return {
    "load-balancer-errors": {
      watches: {
        expression: `IF(${all} > ${fewRequests}, 100 * FILL(failed, 0) / ${all}, 0)`,
        label: "Share of requests that the load balancer answers with 5xx, percent",
        of: { answered: counted("RequestCount"), failed: counted("HTTPCode_ELB_5XX_Count") },
      },
      threshold: errorPercent,
      minutes: 3,
      missingData: "notBreaching",
      description: `The load balancer answers over ${errorPercent} % of the requests with 502, 503 or 504 for 3 minutes, in place of a task: look at the service's events and stopped tasks; after a release, roll back.`,
    },
  };
}

/** No target answers at all. It fires between two deployments as well, so it ends none. */
export function availabilityAlarms(traffic: Traffic): Record<string, Alarm> {
  const healthy = each(traffic, { metricName: "HealthyHostCount", statistic: "Minimum" });
  return {
    "no-healthy-task": {
      watches: {
        expression: sum("healthy", healthy),
        label: "Targets that pass their health check",
        of: named("healthy", healthy),
      },
      comparison: "LessThanThreshold",
      threshold: 1,
      minutes: 3,
      missingData: "breaching",
      description:
        "No task answers the health check for 3 minutes, users see 503: look at the service's events and logs (scripts/check-ecs-status.sh).",
    },
  };
}

/** One metric of each target group. */
const each = ({ loadBalancer, targetGroups }: Traffic, metric: Pick<Metric, "metricName" | "statistic">): Metric[] =>
  targetGroups.map(({ arnSuffix }) => ({
    namespace: "AWS/ApplicationELB",
    ...metric,
    dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: arnSuffix },
  }));

const named = (id: string, metrics: readonly Metric[]): Record<string, Metric> =>
  Object.fromEntries(metrics.map((metric, index) => [`${id}${index}`, metric]));

/** A target group without targets or requests sends nothing, which is a zero here. */
const sum = (id: string, metrics: readonly Metric[]): string =>
  metrics.length === 1 ? `FILL(${id}0, 0)` : `(${metrics.map((_, index) => `FILL(${id}${index}, 0)`).join(" + ")})`;
