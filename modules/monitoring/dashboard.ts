import type { Metric } from "./alarm";
import { cpuMetricOf, type WatchedCache } from "./cache-alarms";
import { databaseDimension, type WatchedDatabase } from "./database-alarms";
import type { WatchedFileSystem } from "./file-system-alarms";
import type { WatchedQueue } from "./queue-alarms";
import type { WatchedCapacity, WatchedService } from "./service-alarms";
import type { Traffic } from "./traffic";
import type { Watched } from "./watched";
import { alarms, chart, heading, line, placed, query, type Line, type Widget } from "./widgets";

/** All that is watched. */
export interface DashboardParts {
  readonly region: string;
  readonly alarmArns: readonly string[];
  readonly services: readonly ServicePart[];
  readonly capacities: readonly WatchedCapacity[];
  readonly databases: readonly WatchedDatabase[];
  readonly caches: readonly WatchedCache[];
  readonly queues: readonly WatchedQueue[];
  readonly fileSystems: readonly WatchedFileSystem[];
  /** Log group of the events. @default - they are not shown */
  readonly history?: string;
}

/** What is watched of one service. */
export interface ServicePart extends Watched {
  /** @default - its tasks are not watched */
  readonly service?: WatchedService;
  /** @default - it has no load balancer */
  readonly traffic?: Traffic;
  /** Seconds that the oldest job waits. @default - not shown */
  readonly queueLatency?: Omit<Metric, "statistic">;
  /** Log groups of the containers, by container. @default - none */
  readonly logGroups?: Readonly<Record<string, string>>;
}

/** The body of a dashboard that answers three questions from top to bottom: is it healthy, is it busy, what changed. */
export function dashboardBody(parts: DashboardParts): object {
  const widgets = [
    heading("## Is it healthy?"),
    ...alarms(parts.alarmArns),
    ...eachService(parts, (part) => healthOf(parts, part)),
    heading("## Is it busy?"),
    ...busy(parts),
    heading("## What changed?"),
    ...changed(parts),
  ];
  return { periodOverride: "inherit", widgets: placed(widgets) };
}

/** With several services each has a section. */
function eachService({ services }: DashboardParts, widgetsOf: (part: ServicePart) => readonly Widget[]): Widget[] {
  return services.flatMap((part) => {
    const widgets = widgetsOf(part);
    if (services.length === 1 || widgets.length === 0) return widgets;
    return [heading(`### ${part.key ?? part.service?.serviceName ?? "Service"}`), ...widgets];
  });
}

function healthOf({ region }: DashboardParts, { service, traffic, logGroups = {} }: ServicePart): Widget[] {
  const tasks = [...(service === undefined ? [] : taskLines(service)), ...hostLines(traffic)];
  return [
    ...(tasks.length === 0 ? [] : [chart(region, "Tasks", tasks)]),
    ...(traffic === undefined
      ? []
      : [
          chart(region, "Errors a minute", [
            ...perTargetGroup(traffic, "HTTPCode_Target_5XX_Count", "Sum", "application 5xx"),
            line("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", balancer(traffic), {
              stat: "Sum",
              label: "load balancer 5xx",
            }),
          ]),
          chart(
            region,
            "Response time, seconds",
            ["p50", "p95", "p99"].flatMap((stat) => perTargetGroup(traffic, "TargetResponseTime", stat, stat)),
          ),
        ]),
    ...(traffic === undefined && Object.keys(logGroups).length > 0
      ? [
          chart(
            region,
            "Events in the logs a minute",
            Object.entries(logGroups).map(([container, LogGroupName]) =>
              line("AWS/Logs", "IncomingLogEvents", { LogGroupName }, { stat: "Sum", label: container }),
            ),
          ),
        ]
      : []),
  ];
}

function taskLines({ clusterName, serviceName }: WatchedService): Line[] {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  return [
    line("ECS/ContainerInsights", "RunningTaskCount", dimensions, { stat: "Average", label: "running" }),
    line("ECS/ContainerInsights", "DesiredTaskCount", dimensions, { label: "desired" }),
  ];
}

const hostLines = (traffic: Traffic | undefined): Line[] =>
  traffic === undefined
    ? []
    : [
        ...perTargetGroup(traffic, "HealthyHostCount", "Minimum", "healthy"),
        ...perTargetGroup(traffic, "UnHealthyHostCount", "Maximum", "unhealthy"),
      ];

function busy(parts: DashboardParts): Widget[] {
  const shared = [
    ...parts.capacities.map((capacity) => capacityChart(parts, capacity)),
    ...parts.databases.flatMap((database) => databaseCharts(parts, database)),
    ...parts.caches.flatMap((cache) => cacheCharts(parts, cache)),
    ...parts.queues.map((queue) => queueChart(parts, queue)),
    ...parts.fileSystems.map((fileSystem) => fileSystemChart(parts, fileSystem)),
  ];
  const isShared = parts.services.length > 1 && shared.length > 0;
  // One service has one section, which ends with its jobs.
  return parts.services.length === 1
    ? [
        ...eachService(parts, (part) => loadOf(parts, part)),
        ...shared,
        ...eachService(parts, (part) => jobsOf(parts, part)),
      ]
    : [
        ...eachService(parts, (part) => [...loadOf(parts, part), ...jobsOf(parts, part)]),
        ...(isShared ? [heading("### Shared by the services")] : []),
        ...shared,
      ];
}

function loadOf({ region }: DashboardParts, { service, traffic }: ServicePart): Widget[] {
  const ecs = service && { ClusterName: service.clusterName, ServiceName: service.serviceName };
  return [
    ...(ecs === undefined
      ? []
      : [
          chart(region, "Use of what the tasks reserve, percent", [
            line("AWS/ECS", "CPUUtilization", ecs, { label: "cpu" }),
            line("AWS/ECS", "MemoryUtilization", ecs, { label: "memory" }),
          ]),
        ]),
    ...(traffic === undefined
      ? []
      : [chart(region, "Requests a minute", perTargetGroup(traffic, "RequestCount", "Sum", "requests"))]),
  ];
}

const jobsOf = ({ region }: DashboardParts, { queueLatency }: ServicePart): Widget[] =>
  queueLatency === undefined
    ? []
    : [
        chart(region, "Oldest waiting job, seconds", [
          line(queueLatency.namespace, queueLatency.metricName, queueLatency.dimensions, {
            stat: "Maximum",
            label: "waits",
          }),
        ]),
      ];

const capacityChart = ({ region }: DashboardParts, capacity: WatchedCapacity): Widget =>
  chart(region, titled(capacity, "Instances the tasks need, percent of those there are"), [
    line(
      "AWS/ECS/ManagedScaling",
      "CapacityProviderReservation",
      { ClusterName: capacity.clusterName, CapacityProviderName: capacity.capacityProviderName },
      { label: "reserved" },
    ),
  ]);

function databaseCharts({ region }: DashboardParts, database: WatchedDatabase): Widget[] {
  const rds = databaseDimension(database);
  const serverless = "clusterIdentifier" in database && database.serverless !== undefined;
  return [
    chart(region, titled(database, "Database"), [
      line("AWS/RDS", "CPUUtilization", rds, { label: "cpu, percent" }),
      ...(serverless ? [line("AWS/RDS", "ACUUtilization", rds, { label: "capacity, percent" })] : []),
      line("AWS/RDS", "DatabaseConnections", rds, { label: "connections", yAxis: "right" }),
    ]),
    "clusterIdentifier" in database
      ? chart(region, titled(database, "Database storage, bytes used"), [
          line("AWS/RDS", "VolumeBytesUsed", rds, { stat: "Maximum", label: "used" }),
        ])
      : chart(region, titled(database, "Database storage, bytes free"), [
          line("AWS/RDS", "FreeStorageSpace", rds, { stat: "Minimum", label: "free" }),
        ]),
  ];
}

function cacheCharts({ region }: DashboardParts, cache: WatchedCache): Widget[] {
  const perNode = (metricName: string, stat: string, label: string, axis?: { readonly yAxis: "right" }): Line[] =>
    cache.nodes.map((CacheClusterId, index) =>
      line(
        "AWS/ElastiCache",
        metricName,
        { CacheClusterId },
        {
          stat,
          label: cache.nodes.length === 1 ? label : `${label} ${index + 1}`,
          ...axis,
        },
      ),
    );
  return [
    chart(region, titled(cache, "Cache"), [
      ...perNode(cpuMetricOf(cache), "Average", "cpu, percent"),
      ...perNode("DatabaseMemoryUsagePercentage", "Maximum", "memory, percent"),
      ...perNode("CurrConnections", "Maximum", "connections", { yAxis: "right" }),
    ]),
    chart(region, titled(cache, "Evicted keys a minute"), perNode("Evictions", "Sum", "evicted")),
  ];
}

function queueChart({ region }: DashboardParts, queue: WatchedQueue): Widget {
  const { queueName, deadLetterQueueName } = queue;
  const waiting = "ApproximateNumberOfMessagesVisible";
  return chart(region, titled(queue, "Queue"), [
    line(
      "AWS/SQS",
      "ApproximateAgeOfOldestMessage",
      { QueueName: queueName },
      {
        stat: "Maximum",
        label: "oldest message, seconds",
      },
    ),
    line("AWS/SQS", waiting, { QueueName: queueName }, { stat: "Maximum", label: "messages", yAxis: "right" }),
    ...(deadLetterQueueName === undefined
      ? []
      : [
          line(
            "AWS/SQS",
            waiting,
            { QueueName: deadLetterQueueName },
            {
              stat: "Maximum",
              label: "failed messages",
              yAxis: "right",
            },
          ),
        ]),
  ]);
}

function fileSystemChart({ region }: DashboardParts, fileSystem: WatchedFileSystem): Widget {
  const efs = { FileSystemId: fileSystem.fileSystemId };
  return chart(region, titled(fileSystem, "File system"), [
    line("AWS/EFS", "PercentIOLimit", efs, { stat: "Maximum", label: "operations, percent" }),
    line("AWS/EFS", "ClientConnections", efs, { stat: "Sum", label: "clients", yAxis: "right" }),
  ]);
}

function changed(parts: DashboardParts): Widget[] {
  const { history, region, services } = parts;
  return [
    ...(history === undefined
      ? []
      : [
          query(
            region,
            "Deployments, tasks that stopped, instances",
            [history],
            "fields @timestamp, coalesce(detail.eventName, detail.stopCode, `detail-type`) as event, coalesce(detail.reason, detail.stoppedReason, detail.StatusMessage) as reason, detail.taskDefinitionArn as revision",
            "sort @timestamp desc",
            "limit 50",
          ),
        ]),
    ...services
      .filter(({ logGroups = {} }) => Object.keys(logGroups).length > 0)
      .map((part) =>
        query(
          region,
          titled(part, "Errors in the logs"),
          Object.values(part.logGroups ?? {}),
          "fields @timestamp, @log, @message",
          "filter @message like /ERROR|FATAL/",
          "sort @timestamp desc",
          "limit 50",
        ),
      ),
  ];
}

const titled = ({ key }: Watched, title: string): string => (key === undefined ? title : `${key}: ${title}`);

const balancer = ({ loadBalancer }: Traffic) => ({ LoadBalancer: loadBalancer.arnSuffix });

const perTargetGroup = (traffic: Traffic, metric: string, stat: string, label: string): Line[] =>
  traffic.targetGroups.map(({ arnSuffix }, index) =>
    line(
      "AWS/ApplicationELB",
      metric,
      { ...balancer(traffic), TargetGroup: arnSuffix },
      {
        stat,
        label: traffic.targetGroups.length === 1 ? label : `${label} ${labelOf(traffic, index)}`,
      },
    ),
  );

/** What tells target groups apart: two are of a blue/green deployment unless they are called otherwise. */
function labelOf({ labels, targetGroups }: Traffic, index: number): string {
  return labels?.[index] ?? (targetGroups.length === 2 ? ["blue", "green"][index] : undefined) ?? `${index + 1}`;
}
