import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { ApplicationKindName } from "../../applications/kinds";
import { shorten } from "../../packages/common/shorten";
import { alternatives } from "../../packages/common/text";
import type { LogGroup } from "../logs";
import { canonicalJson, checkPattern, checkRange, queueLatencyMetric, reject } from "../shared";
import { longestName, makeAlarm, type Alarm, type Metric } from "./alarm";
import { cacheAlarms, type CacheThresholds, type WatchedCache } from "./cache-alarms";
import { dashboardBody, type DashboardParts, type ServicePart } from "./dashboard";
import { databaseAlarms, type DatabaseThresholds, type WatchedDatabase } from "./database-alarms";
import { watchEvents, type WatchedEvents } from "./events";
import { fileSystemAlarms, type FileSystemThresholds, type WatchedFileSystem } from "./file-system-alarms";
import { logMetric } from "./logs";
import { queueAlarms, type QueueThresholds, type WatchedQueue } from "./queue-alarms";
import {
  capacityAlarms,
  maximumOf,
  scheduledTaskAlarms,
  serviceAlarms,
  type ServiceThresholds,
  type WatchedCapacity,
  type WatchedService,
} from "./service-alarms";
import { alarmTopics, type TopicProps } from "./topic";
import {
  availabilityAlarms,
  loadBalancerAlarms,
  mostTargetGroups,
  trafficAlarms,
  type Traffic,
  type TrafficThresholds,
} from "./traffic";
import { prefixed, settingsOf, watchedKey, type Watched } from "./watched";

export interface MonitoringProps extends TopicProps {
  /** Namespace of the metrics that are made from logs, for example `shop/production`; a service with a key has `<namespace>/<key>`. */
  readonly namespace: string;
  /** When alarms fire, where what is watched has no thresholds of its own. */
  readonly thresholds: Thresholds;
  /** Kinds of the applications, which decide what alarms advise. @default ["other"] */
  readonly kinds?: readonly ApplicationKindName[];
}

export interface Thresholds
  extends
    TrafficThresholds,
    ServiceThresholds,
    DatabaseThresholds,
    CacheThresholds,
    QueueThresholds,
    FileSystemThresholds {
  /** Errors a minute in one container's log. */
  readonly logErrors: number;
  /** Seconds that the oldest job may wait. @default - no alarm */
  readonly queueLatencySeconds?: number;
}

/** The log of a container; its key is that of the service. */
export interface WatchedLog extends Watched {
  readonly container: string;
  readonly logGroup: LogGroup;
  /** Which events are errors, in CloudWatch's filter syntax. */
  readonly pattern: string;
  /** @default - those of `Monitoring` */
  readonly thresholds?: Pick<Partial<Thresholds>, "logErrors">;
}

/** Logs with lines that state how long jobs wait; the key is that of the service. */
export interface WatchedJobs extends Watched {
  readonly logGroup: LogGroup;
  /** Those of containers that may log them too, by container. @default - none */
  readonly otherLogGroups?: Readonly<Record<string, LogGroup>>;
  /** Kinds of the applications that run the jobs. @default - those of `Monitoring` */
  readonly kinds?: readonly ApplicationKindName[];
  /** @default - those of `Monitoring` */
  readonly thresholds?: Pick<Partial<Thresholds>, "queueLatencySeconds">;
}

/**
 * Alarms, events and a dashboard, sent to one SNS topic. Its methods add what is watched, and return the names of the alarms they
 * create; `dashboard` comes last. A deployment of a service listens to the alarms of `watchTraffic`, or where it has no traffic to those of
 * `watchLog` or `watchQueue`, which exist before the service does.
 *
 * Of each sort the first or only one needs no key, so its alarms keep their names when others are added.
 */
export class Monitoring extends Construct {
  readonly topicArn: string;
  private readonly chatTopicArn: string | undefined;
  private readonly alarms: CloudwatchMetricAlarm[] = [];
  private readonly alarmIds = new Set<string>();
  private readonly services = new Map<string | undefined, ServicePart>();
  private readonly parts = {
    capacities: [] as WatchedCapacity[],
    databases: [] as WatchedDatabase[],
    caches: [] as WatchedCache[],
    queues: [] as WatchedQueue[],
    fileSystems: [] as WatchedFileSystem[],
  } satisfies Partial<DashboardParts>;
  /** Names of the alarms of each load balancer. */
  private readonly loadBalancers = new Map<string, readonly string[]>();
  private history: LogGroup | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    const { alarms, chat } = alarmTopics(this, props);
    this.topicArn = alarms.arn;
    this.chatTopicArn = chat?.arn;
  }

  /**
   * Watches what users feel.
   *
   * @returns the names of the alarms that end a deployment: users get errors, slow answers, or none from a task. They are those behind
   * the composite alarm `deployment`, which notifies people of the same: AWS documents a deployment's alarms as metric alarms alone
   * (Containers blog, "Automate rollbacks for Amazon ECS rolling deployments with CloudWatch alarms"; CodeDeploy User Guide, "Monitoring
   * deployments with CloudWatch alarms": one "watches a single metric", ten at most), and DescribeAlarms leaves composite alarms out
   * where they are not asked for (CloudWatch API reference, AlarmTypes)
   */
  watchTraffic(traffic: Traffic): readonly string[] {
    const { loadBalancer, targetGroups, scalesToZero = false, sharesLoadBalancer = false } = traffic;
    checkRange(this, "targetGroups", targetGroups.length, { minimum: 1, maximum: mostTargetGroups });
    const thresholds = this.thresholdsOf(traffic);
    const own = this.make(traffic, trafficAlarms(traffic, thresholds));
    if (!sharesLoadBalancer && !this.loadBalancers.has(loadBalancer.arnSuffix)) {
      this.loadBalancers.set(loadBalancer.arnSuffix, this.make(traffic, loadBalancerAlarms(traffic, thresholds)));
    }
    const felt = [...own, ...(this.loadBalancers.get(loadBalancer.arnSuffix) ?? [])];
    if (!scalesToZero) this.make(traffic, availabilityAlarms(traffic));
    const id = prefixed(traffic, "deployment");
    new CloudwatchCompositeAlarm(this.scopeOf(traffic), id, {
      alarmName: `${this.props.name}-${id}`,
      alarmDescription:
        "Users get errors or slow answers, or a task is unhealthy: a deployment that is under way is rolled back; look at the alarm behind it.",
      alarmRule: felt.map((name) => `ALARM("${name}")`).join(" OR "),
      // The alarms behind it notify people already.
    });
    this.show(traffic, { traffic });
    return felt;
  }

  /** Watches the tasks of a service. */
  watchService(service: WatchedService): readonly string[] {
    this.show(service, { service });
    return this.make(service, serviceAlarms(service, this.thresholdsOf(service)));
  }

  /** Watches whether tasks find instances. */
  watchCapacity(capacity: WatchedCapacity): readonly string[] {
    this.parts.capacities.push(capacity);
    return this.make(capacity, capacityAlarms(capacity));
  }

  /** Watches an RDS instance or an Aurora cluster. */
  watchDatabase(database: WatchedDatabase): readonly string[] {
    this.parts.databases.push(database);
    return this.make(database, databaseAlarms(database, this.thresholdsOf(database), this.kindsOf(database)));
  }

  /** Watches a cache of ElastiCache for Valkey or Redis. */
  watchCache(cache: WatchedCache): readonly string[] {
    if (cache.nodes.length === 0) reject(this, "nodes", "one or more nodes of the cache", cache.nodes);
    this.parts.caches.push(cache);
    return this.make(cache, cacheAlarms(cache, this.thresholdsOf(cache)));
  }

  /** Watches a queue of SQS, and its dead-letter queue. */
  watchQueue(queue: WatchedQueue): readonly string[] {
    this.parts.queues.push(queue);
    return this.make(queue, queueAlarms(queue, this.thresholdsOf(queue), this.kindsOf(queue)));
  }

  /** Watches a file system of EFS. */
  watchFileSystem(fileSystem: WatchedFileSystem): readonly string[] {
    this.parts.fileSystems.push(fileSystem);
    return this.make(fileSystem, fileSystemAlarms(fileSystem, this.thresholdsOf(fileSystem)));
  }

  /** Watches the log of a container for errors. */
  watchLog(log: WatchedLog): readonly string[] {
    const { container, logGroup, pattern } = log;
    const { logErrors } = this.thresholdsOf(log);
    this.show(log, { logGroups: { ...this.services.get(log.key)?.logGroups, [container]: logGroup.name } });
    const metric = logMetric(this.scopeOf(log), prefixed(log, `${container}-errors`), logGroup, {
      namespace: this.namespaceOf(log),
      metricName: shorten(`LogErrors-${container}`, longestName),
      pattern,
      otherwise: 0,
      unit: "Count",
    });
    return this.make(log, {
      [`log-errors-${container}`]: {
        watches: { ...metric, statistic: "Sum" },
        threshold: logErrors,
        minutes: 3,
        missingData: "notBreaching",
        description: `${container} logs over ${logErrors} errors a minute for 3 minutes: read them (dashboard, "Errors in the logs").`,
      },
    });
  }

  /**
   * Makes the metric of how long jobs wait from the lines that the application logs: `{"queue_latency_seconds": 12.5}`.
   *
   * @returns how CloudWatch calls it; automatic scaling of the service refers to it by the same namespace
   */
  measureQueueLatency(jobs: WatchedJobs): Omit<Metric, "statistic"> {
    const measured = (id: string, logGroup: LogGroup) =>
      logMetric(this.scopeOf(jobs), prefixed(jobs, id), logGroup, {
        ...queueLatencyMetric(this.namespaceOf(jobs)),
        pattern: "{ $.queue_latency_seconds = * }",
        value: "$.queue_latency_seconds",
        unit: "Seconds",
      });
    const metric = measured("queue-latency", jobs.logGroup);
    for (const [container, logGroup] of Object.entries(jobs.otherLogGroups ?? {})) {
      measured(`queue-latency-${container}`, logGroup);
    }
    this.show(jobs, { queueLatency: metric });
    const { queueLatencySeconds } = this.thresholdsOf(jobs);
    if (queueLatencySeconds !== undefined) {
      const more = alternatives([...settingsOf(this.kindsOf(jobs), "moreJobs"), maximumOf(jobs)]);
      this.make(jobs, {
        "queue-latency-high": {
          watches: { ...metric, statistic: "Maximum" },
          threshold: queueLatencySeconds,
          minutes: 10,
          // A stuck worker may skip lines that it should log.
          of: 7,
          missingData: "notBreaching",
          description: `The oldest job waits over ${queueLatencySeconds} s in 7 of 10 minutes: look at the worker's log, then raise ${more}.`,
        },
      });
    }
    return metric;
  }

  /**
   * Keeps the events of services and instances, and notifies people of those that need action; tasks that keep stopping raise an alarm.
   * Called once, with all services.
   */
  watchEvents(events: WatchedEvents): void {
    const { name } = this.props;
    const { services, history } = events;
    watchEvents(this, { ...events, name, topicArn: this.topicArn, chatTopicArn: this.chatTopicArn });
    this.history = history;
    for (const service of services) {
      const group = `service:${service.serviceName}`;
      const metric = logMetric(this.scopeOf(service), prefixed(service, "task-failures"), history, {
        name: service.key === undefined ? undefined : `TaskFailures-${service.key}`,
        namespace: this.namespaceOf(service),
        metricName: "TaskFailures",
        pattern:
          services.length === 1 && service.scheduledTasks === undefined && service.migration === undefined
            ? '{ $.detail-type = "ECS Task State Change" }'
            : `{ ($.detail-type = "ECS Task State Change") && ($.detail.group = "${group}") }`,
        otherwise: 0,
        unit: "Count",
      });
      this.make(service, {
        "task-restarts": {
          watches: { ...metric, statistic: "Sum" },
          // Tasks, not minutes in which tasks stopped: five within a minute are five.
          threshold: 2,
          minutes: 15,
          periodMinutes: 15,
          missingData: "notBreaching",
          description:
            "Three tasks stopped by themselves within 15 minutes, they restart in a loop: scripts/check-ecs-status.sh names the cause; after a release, roll back.",
        },
      });
      if (service.scheduledTasks !== undefined) this.make(service, scheduledTaskAlarms(service.scheduledTasks));
    }
  }

  /** Creates a dashboard of all that is watched: health, load and recent changes on one page. */
  dashboard({ region }: { readonly region: string }): void {
    const { name } = this.props;
    const parts: DashboardParts = {
      ...this.parts,
      region,
      alarmArns: this.alarms.map(({ arn }) => arn),
      services: [...this.services.values()],
      history: this.history?.name,
    };
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: name,
      dashboardBody: canonicalJson(dashboardBody(parts)),
    });
  }

  /** Adds to what the dashboard shows of a service. */
  private show({ key }: Watched, part: Omit<ServicePart, "key">): void {
    this.services.set(key, { ...this.services.get(key), ...part, key });
  }

  private make(watched: Watched, alarms: Readonly<Record<string, Alarm>>): readonly string[] {
    const { name } = this.props;
    checkPattern(this, "key", watched.key, watchedKey);
    return Object.entries(alarms).map(([alarmId, alarm]) => {
      const id = prefixed(watched, alarmId);
      if (this.alarmIds.has(id)) {
        reject(this, "key", `another one: the alarm ${name}-${id} exists already`, watched.key);
      }
      this.alarmIds.add(id);
      const made = makeAlarm(this.scopeOf(watched), id, alarm, { name, topicArn: this.topicArn });
      this.alarms.push(made);
      return made.alarmName;
    });
  }

  /**
   * What has a key is in a scope of its own: the alarm `errors` of the service `api` and the metric of the errors that the container
   * `api` of another service logs would both be `api-errors`.
   */
  private scopeOf({ key }: Watched): Construct {
    if (key === undefined) return this;
    const keyed = (this.node.tryFindChild("keyed") as Construct | undefined) ?? new Construct(this, "keyed");
    return (keyed.node.tryFindChild(key) as Construct | undefined) ?? new Construct(keyed, key);
  }

  private namespaceOf({ key }: Watched): string {
    return key === undefined ? this.props.namespace : `${this.props.namespace}/${key}`;
  }

  private kindsOf({ kinds }: { readonly kinds?: readonly ApplicationKindName[] }): readonly ApplicationKindName[] {
    return kinds ?? this.props.kinds ?? ["other"];
  }

  private thresholdsOf({ thresholds }: { readonly thresholds?: Partial<Thresholds> }): Thresholds {
    const own = Object.entries(thresholds ?? {}).filter(([, value]) => value !== undefined);
    return { ...this.props.thresholds, ...Object.fromEntries(own) };
  }
}
