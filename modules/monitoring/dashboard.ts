import type { Metric } from "./alarm";

export interface DashboardProps {
  readonly region: string;
  readonly title: string;
  readonly alarmArns: readonly string[];
  readonly clusterName: string;
  readonly serviceName: string;
  readonly capacityProviderName: string;
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffixes: readonly string[];
  readonly databaseIdentifier: string;
  /** Seconds that the oldest job waits. @default - not shown */
  readonly queueLatency?: Omit<Metric, "statistic">;
  /** Log groups of the containers, by container. */
  readonly logGroups: Readonly<Record<string, string>>;
  /** Log group of the service's events. */
  readonly history: string;
}

/** One widget, before it has a place. */
interface Widget {
  readonly type: "metric" | "alarm" | "log" | "text";
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly properties: object;
}

/**
 * The body of a dashboard that answers three questions from top to bottom: is it healthy, is it busy, what changed.
 *
 * Source: CloudWatch, "Dashboard body structure and syntax".
 */
export function dashboardBody(props: DashboardProps): object {
  return { periodOverride: "inherit", widgets: placed([healthy(props), busy(props), changed(props)].flat()) };
}

function healthy(props: DashboardProps): Widget[] {
  const { alarmArns, clusterName, serviceName } = props;
  const counted = ["ECS/ContainerInsights", "RunningTaskCount", "ClusterName", clusterName, "ServiceName", serviceName];
  return [
    heading("Is it healthy?"),
    { type: "alarm", width: 24, height: 3, properties: { title: "Alarms", alarms: [...alarmArns] } },
    chart(props, "Tasks", [
      [...counted, { stat: "Average", label: "running" }],
      [
        "ECS/ContainerInsights",
        "DesiredTaskCount",
        "ClusterName",
        clusterName,
        "ServiceName",
        serviceName,
        { label: "desired" },
      ],
      ...perTargetGroup(props, "HealthyHostCount", "Minimum", "healthy"),
      ...perTargetGroup(props, "UnHealthyHostCount", "Maximum", "unhealthy"),
    ]),
    chart(props, "Errors a minute", [
      ...perTargetGroup(props, "HTTPCode_Target_5XX_Count", "Sum", "application 5xx"),
      [
        "AWS/ApplicationELB",
        "HTTPCode_ELB_5XX_Count",
        "LoadBalancer",
        props.loadBalancerArnSuffix,
        { stat: "Sum", label: "load balancer 5xx" },
      ],
    ]),
    chart(props, "Response time, seconds", [
      ...perTargetGroup(props, "TargetResponseTime", "p50", "p50"),
      ...perTargetGroup(props, "TargetResponseTime", "p95", "p95"),
      ...perTargetGroup(props, "TargetResponseTime", "p99", "p99"),
    ]),
  ];
}

function busy(props: DashboardProps): Widget[] {
  const { clusterName, serviceName, capacityProviderName, databaseIdentifier, queueLatency } = props;
  const ecs = ["ClusterName", clusterName, "ServiceName", serviceName];
  const rds = ["DBInstanceIdentifier", databaseIdentifier];
  return [
    heading("Is it busy?"),
    chart(props, "Use of what the tasks reserve, percent", [
      ["AWS/ECS", "CPUUtilization", ...ecs, { label: "cpu" }],
      ["AWS/ECS", "MemoryUtilization", ...ecs, { label: "memory" }],
    ]),
    chart(props, "Requests a minute", perTargetGroup(props, "RequestCount", "Sum", "requests")),
    chart(props, "Instances the tasks need, percent of those there are", [
      [
        "AWS/ECS/ManagedScaling",
        "CapacityProviderReservation",
        "ClusterName",
        clusterName,
        "CapacityProviderName",
        capacityProviderName,
        { label: "reserved" },
      ],
    ]),
    chart(props, "Database", [
      ["AWS/RDS", "CPUUtilization", ...rds, { label: "cpu, percent" }],
      ["AWS/RDS", "DatabaseConnections", ...rds, { label: "connections", yAxis: "right" }],
    ]),
    chart(props, "Database storage, bytes free", [
      ["AWS/RDS", "FreeStorageSpace", ...rds, { stat: "Minimum", label: "free" }],
    ]),
    ...(queueLatency === undefined
      ? []
      : [
          chart(props, "Oldest waiting job, seconds", [
            [
              queueLatency.namespace,
              queueLatency.metricName,
              ...Object.entries(queueLatency.dimensions ?? {}).flat(),
              { stat: "Maximum", label: "waits" },
            ],
          ]),
        ]),
  ];
}

function changed(props: DashboardProps): Widget[] {
  const { history, logGroups, region } = props;
  const query = (title: string, groups: readonly string[], ...steps: readonly string[]): Widget => ({
    type: "log",
    width: 24,
    height: 6,
    properties: {
      title,
      region,
      view: "table",
      query: [...groups.map((group) => `SOURCE '${group}'`), ...steps].join(" | "),
    },
  });
  return [
    heading("What changed?"),
    query(
      "Deployments, tasks that stopped, instances",
      [history],
      "fields @timestamp, coalesce(detail.eventName, detail.stopCode, `detail-type`) as event, coalesce(detail.reason, detail.stoppedReason, detail.StatusMessage) as reason, detail.taskDefinitionArn as revision",
      "sort @timestamp desc",
      "limit 50",
    ),
    query(
      "Errors in the logs",
      Object.values(logGroups),
      "fields @timestamp, @log, @message",
      "filter @message like /ERROR|FATAL/",
      "sort @timestamp desc",
      "limit 50",
    ),
  ];
}

const heading = (markdown: string): Widget => ({
  type: "text",
  width: 24,
  height: 1,
  properties: { markdown: `## ${markdown}`, background: "transparent" },
});

const chart = ({ region }: DashboardProps, title: string, metrics: readonly (readonly unknown[])[]): Widget => ({
  type: "metric",
  width: 8,
  height: 6,
  properties: { title, region, view: "timeSeries", period: 60, stat: "Average", metrics },
});

const perTargetGroup = (
  { loadBalancerArnSuffix, targetGroupArnSuffixes }: DashboardProps,
  metric: string,
  stat: string,
  label: string,
): readonly (readonly unknown[])[] =>
  targetGroupArnSuffixes.map((suffix, index) => [
    "AWS/ApplicationELB",
    metric,
    "LoadBalancer",
    loadBalancerArnSuffix,
    "TargetGroup",
    suffix,
    { stat, label: targetGroupArnSuffixes.length === 1 ? label : `${label} ${["blue", "green"][index]}` },
  ]);

/** Rows of 24 columns, from the left; a widget that does not fit begins a new row. */
function placed(widgets: readonly Widget[]): object[] {
  let row = { x: 0, y: 0, height: 0 };
  return widgets.map(({ type, width, height, properties }) => {
    if (row.x + width > 24) row = { x: 0, y: row.y + row.height, height: 0 };
    const place = { x: row.x, y: row.y };
    row = { x: row.x + width, y: row.y, height: Math.max(row.height, height) };
    return { type, ...place, width, height, properties };
  });
}
