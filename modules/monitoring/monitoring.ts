import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { LogGroup } from "../logs";
import { canonicalJson, queueLatencyMetric } from "../shared";
import { makeAlarm, type Alarm } from "./alarm";
import { dashboardBody, type DashboardProps } from "./dashboard";
import { databaseAlarms, type DatabaseThresholds, type WatchedDatabase } from "./database-alarms";
import { watchEvents, type WatchedEvents } from "./events";
import { logMetric } from "./logs";
import { serviceAlarms, type ServiceThresholds, type WatchedService } from "./service-alarms";
import { alarmTopic, type TopicProps } from "./topic";
import { availabilityAlarms, trafficAlarms, type Traffic, type TrafficThresholds } from "./traffic";

export interface MonitoringProps extends TopicProps {
  /** Namespace of the metrics that are made from logs, for example `mangoapps/production`. */
  readonly namespace: string;
  readonly thresholds: Thresholds;
}

export interface Thresholds extends TrafficThresholds, ServiceThresholds, DatabaseThresholds {
  /** Errors a minute in one container's log. */
  readonly logErrors: number;
  /** Seconds that the oldest job may wait. @default - no alarm */
  readonly queueLatencySeconds?: number;
}

/**
 * Alarms, events and a dashboard, sent to one SNS topic. Its methods add what is watched, traffic first: its alarms are what a
 * deployment of the service listens to.
 */
export class Monitoring extends Construct {
  readonly topicArn: string;
  private readonly alarms: CloudwatchMetricAlarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    this.topicArn = alarmTopic(this, props).arn;
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
    const { name, thresholds } = this.props;
    const felt = this.make(trafficAlarms(traffic, thresholds));
    this.make(availabilityAlarms(traffic));
    new CloudwatchCompositeAlarm(this, "deployment", {
      alarmName: `${name}-deployment`,
      alarmDescription:
        "Users get errors or slow answers, or a task is unhealthy: a deployment that is under way is rolled back; look at the alarm behind it.",
      alarmRule: felt.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR "),
      // The alarms behind it notify people already.
    });
    return felt.map(({ alarmName }) => alarmName);
  }

  watchService(service: WatchedService): void {
    this.make(serviceAlarms(service, this.props.thresholds));
  }

  watchDatabase(database: WatchedDatabase): void {
    this.make(databaseAlarms(database, this.props.thresholds));
  }

  /**
   * Watches the log of a container.
   *
   * @param pattern which events are errors, in CloudWatch's filter syntax
   */
  watchLog(container: string, logGroup: LogGroup, pattern: string): void {
    const { namespace, thresholds } = this.props;
    const metric = logMetric(this, `${container}-errors`, logGroup, {
      namespace,
      metricName: `LogErrors-${container}`,
      pattern,
      otherwise: 0,
      unit: "Count",
    });
    this.make({
      [`log-errors-${container}`]: {
        watches: { ...metric, statistic: "Sum" },
        threshold: thresholds.logErrors,
        minutes: 3,
        missingData: "notBreaching",
        description: `${container} logs over ${thresholds.logErrors} errors a minute for 3 minutes: read them (dashboard, "Errors in the logs").`,
      },
    });
  }

  /**
   * Makes the metric of how long jobs wait from the lines that the application logs: `{"queue_latency_seconds": 12.5}`.
   *
   * @returns how CloudWatch calls it
   */
  measureQueueLatency(logGroup: LogGroup): { readonly namespace: string; readonly metricName: string } {
    const { namespace, thresholds } = this.props;
    const metric = logMetric(this, "queue-latency", logGroup, {
      ...queueLatencyMetric(namespace),
      pattern: "{ $.queue_latency_seconds = * }",
      value: "$.queue_latency_seconds",
      unit: "Seconds",
    });
    const { queueLatencySeconds } = thresholds;
    if (queueLatencySeconds !== undefined) {
      this.make({
        "queue-latency-high": {
          watches: { ...metric, statistic: "Maximum" },
          threshold: queueLatencySeconds,
          minutes: 10,
          missingData: "notBreaching",
          description: `The oldest job waits over ${queueLatencySeconds} s for 10 minutes: look at the worker's log, then raise GOOD_JOB_MAX_THREADS or service.maximum.`,
        },
      });
    }
    return metric;
  }

  /** Keeps the events of the service, and notifies people of those that need action; tasks that keep stopping raise an alarm. */
  watchEvents(events: WatchedEvents & { readonly history: LogGroup }): void {
    const { name, namespace } = this.props;
    watchEvents(this, { ...events, name, topicArn: this.topicArn });
    const metric = logMetric(this, "task-failures", events.history, {
      namespace,
      metricName: "TaskFailures",
      pattern: '{ $.detail-type = "ECS Task State Change" }',
      otherwise: 0,
      unit: "Count",
    });
    this.make({
      "task-restarts": {
        watches: { ...metric, statistic: "Sum" },
        threshold: 0,
        minutes: 15,
        of: 3,
        missingData: "notBreaching",
        description:
          "Three tasks stopped by themselves within 15 minutes, they restart in a loop: scripts/check-ecs-status.sh names the cause; after a release, roll back.",
      },
    });
  }

  /** A dashboard: health, load and recent changes on one page. */
  dashboard(props: Omit<DashboardProps, "alarmArns" | "title">): void {
    const { name } = this.props;
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: name,
      dashboardBody: canonicalJson(
        dashboardBody({ ...props, title: name, alarmArns: this.alarms.map(({ arn }) => arn) }),
      ),
    });
  }

  private make(alarms: Readonly<Record<string, Alarm>>): readonly CloudwatchMetricAlarm[] {
    const made = Object.entries(alarms).map(([id, alarm]) =>
      makeAlarm(this, id, alarm, { name: this.props.name, topicArn: this.topicArn }),
    );
    this.alarms.push(...made);
    return made;
  }
}
