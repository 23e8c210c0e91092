import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { LoadBalancer, TargetGroup } from "../alb";
import type { Cluster } from "../capacity";
import type { Database } from "../database";
import type { EncryptionKey } from "../encryption";
import type { EcsService } from "../service";

export interface MonitoringProps {
  /** What the alarms and the topic are called after: `<name>-cpu-high`. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly service: EcsService;
  readonly loadBalancer: Pick<LoadBalancer, "arnSuffix">;
  readonly targetGroup: TargetGroup;
  readonly database: Pick<Database, "identifier">;
  /** Its `services` must include CloudWatch, which publishes the alarms. */
  readonly encryptionKey: EncryptionKey;
  /** Addresses that are mailed; each must confirm the subscription once. @default - none */
  readonly alarmEmails?: readonly string[];
}

/** One alarm over `minutes` one-minute periods. */
interface Alarm {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly comparison?: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly minutes: number;
  /** No data means trouble when the metric is always sent, and nothing when it counts events. */
  readonly missingData: "breaching" | "notBreaching";
  /** What happened and what to do. */
  readonly description: string;
}

const GiB = 1024 ** 3;

/** Alarms on the use of resources and on the health of the service, sent to one SNS topic. */
export class Monitoring extends Construct {
  readonly topicArn: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { name, cluster, service, loadBalancer, targetGroup, database, encryptionKey, alarmEmails = [] } = props;
    this.name = name;
    this.topicArn = new SnsTopic(this, "topic", { name: `${name}-alarms`, kmsMasterKeyId: encryptionKey.arn }).arn;
    for (const email of alarmEmails) {
      new SnsTopicSubscription(this, `mail-${email.replace(/[^A-Za-z0-9]+/g, "-")}`, {
        topicArn: this.topicArn,
        protocol: "email",
        endpoint: email,
      });
    }

    const ecs = { namespace: "AWS/ECS", dimensions: { ClusterName: cluster.name, ServiceName: service.name } };
    this.alarm("cpu-high", {
      ...ecs,
      metricName: "CPUUtilization",
      statistic: "Average",
      threshold: 85,
      minutes: 10,
      missingData: "breaching",
      description: "Tasks use over 85 % of their CPU for 10 minutes: raise service.maximum, or the containers' cpu.",
    });
    this.alarm("memory-high", {
      ...ecs,
      metricName: "MemoryUtilization",
      statistic: "Average",
      threshold: 90,
      minutes: 10,
      missingData: "breaching",
      description:
        "Tasks use over 90 % of their memory for 10 minutes: look for a leak, or raise memoryReservationMiB.",
    });

    const balancer = { LoadBalancer: loadBalancer.arnSuffix };
    const target = { ...balancer, TargetGroup: targetGroup.arnSuffix };
    this.alarm("no-healthy-task", {
      namespace: "AWS/ApplicationELB",
      dimensions: target,
      metricName: "HealthyHostCount",
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: 1,
      minutes: 3,
      missingData: "breaching",
      description:
        "No task answers the health check for 3 minutes, users see 503: look at the service's events and logs.",
    });
    this.alarm("task-unhealthy", {
      namespace: "AWS/ApplicationELB",
      dimensions: target,
      metricName: "UnHealthyHostCount",
      statistic: "Maximum",
      threshold: 0,
      minutes: 10,
      missingData: "notBreaching",
      description: "A task fails its health check for 10 minutes and is not replaced: look at its logs.",
    });
    this.alarm("errors", {
      namespace: "AWS/ApplicationELB",
      dimensions: target,
      metricName: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      threshold: 10,
      minutes: 5,
      missingData: "notBreaching",
      description:
        "The application answers over 10 requests a minute with 5xx for 5 minutes: look at the web container's log.",
    });

    const rds = { namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: database.identifier } };
    this.alarm("database-cpu-high", {
      ...rds,
      metricName: "CPUUtilization",
      statistic: "Average",
      threshold: 85,
      minutes: 15,
      missingData: "breaching",
      description: "The database uses over 85 % of its CPU for 15 minutes: look at Performance Insights for the query.",
    });
    this.alarm("database-storage-low", {
      ...rds,
      metricName: "FreeStorageSpace",
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: 5 * GiB,
      minutes: 5,
      missingData: "breaching",
      description: "The database has less than 5 GiB free: raise database.maximumStorageGiB.",
    });
  }

  private alarm(id: string, alarm: Alarm): void {
    const { namespace, metricName, dimensions, statistic, threshold, minutes, missingData, description } = alarm;
    new CloudwatchMetricAlarm(this, id, {
      alarmName: `${this.name}-${id}`,
      alarmDescription: description,
      namespace,
      metricName,
      dimensions,
      statistic,
      comparisonOperator: alarm.comparison ?? "GreaterThanThreshold",
      threshold,
      period: 60,
      evaluationPeriods: minutes,
      treatMissingData: missingData,
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }
}
