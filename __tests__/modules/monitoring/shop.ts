import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../../modules/encryption";
import { LogGroup } from "../../../modules/logs";
import { Monitoring, type MonitoringProps } from "../../../modules/monitoring";
import { testStack } from "../../../packages/jest-terraform";

const thresholds = {
  cpuPercent: 85,
  memoryPercent: 90,
  errorPercent: 5,
  latencySeconds: 2,
  logErrors: 10,
  queueLatencySeconds: 300,
  databaseCpuPercent: 85,
  databaseFreeGiB: 5,
  replicaLagSeconds: 60,
};

export const monitored = (
  watch: (monitoring: Monitoring, scope: Construct) => void,
  props: Partial<MonitoringProps> = {},
) =>
  testStack((scope) => {
    const services = ["cloudwatch.amazonaws.com", "events.amazonaws.com"] as const;
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "shop", description: "Shop", services });
    const monitoring = new Monitoring(scope, "monitoring", {
      name: "shop-test",
      namespace: "shop/test",
      encryptionKey,
      thresholds,
      ...props,
    });
    watch(monitoring, scope);
  });

export const group = (scope: Construct, name: string) =>
  new LogGroup(scope, name, { name: `/shop/${name}`, retentionDays: 30, deletionProtection: false });

export type Stack = ReturnType<typeof monitored>;

export const alarmsOf = (stack: Stack) =>
  stack
    .everyResource(CloudwatchMetricAlarm)
    .map(({ properties }) => String(properties.alarm_name).replace("shop-test-", ""))
    .toSorted();
export const descriptionOf = (stack: Stack, name: string) =>
  stack.resource(CloudwatchMetricAlarm, { id: name }).properties.alarm_description;
export const cluster = { clusterName: "shop" };

/** Web without a key, Sidekiq with one, on two capacities, with all that can be watched. */
export const shop = monitored(
  (monitoring, scope) => {
    monitoring.watchTraffic({
      loadBalancer: { arnSuffix: "app/shop/1" },
      targetGroups: [{ arnSuffix: "targetgroup/web/1" }],
    });
    monitoring.watchTraffic({
      key: "api",
      loadBalancer: { arnSuffix: "app/shop/1" },
      targetGroups: ["one", "two", "three"].map((name) => ({ arnSuffix: `targetgroup/${name}/1` })),
      thresholds: { latencySeconds: 0.5 },
    });
    monitoring.watchService({ ...cluster, serviceName: "web" });
    monitoring.watchService({ ...cluster, key: "api", serviceName: "api", thresholds: { cpuPercent: 50 } });
    monitoring.watchService({ ...cluster, key: "sidekiq", serviceName: "sidekiq", scalesToZero: true });
    monitoring.watchCapacity({ ...cluster, capacityProviderName: "web" });
    monitoring.watchCapacity({ ...cluster, key: "jobs", capacityProviderName: "jobs" });
    monitoring.watchDatabase({ identifier: "shop", instanceClass: "db.m7g.large" });
    monitoring.watchDatabase({
      key: "reports",
      clusterIdentifier: "reports",
      engine: "aurora-postgresql",
      serverless: { minimumAcu: 0, maximumAcu: 8 },
      readers: true,
      kinds: ["django"],
    });
    monitoring.watchCache({ key: "redis", nodes: ["shop-001", "shop-002"], nodeType: "cache.t4g.small" });
    monitoring.watchQueue({
      key: "orders",
      queueName: "orders",
      deadLetterQueueName: "orders-failed",
      receiver: "sidekiq",
    });
    monitoring.watchFileSystem({ key: "shared", fileSystemId: "fs-1", bursting: true });
    monitoring.watchLog({ container: "app", logGroup: group(scope, "web"), pattern: "ERROR" });
    monitoring.watchLog({ key: "sidekiq", container: "app", logGroup: group(scope, "sidekiq"), pattern: "ERROR" });
    monitoring.measureQueueLatency({ key: "sidekiq", logGroup: group(scope, "jobs"), kinds: ["celery"] });
    monitoring.watchEvents({
      clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
      services: ["web", "api", "sidekiq"].map((name, index) => ({
        key: index === 0 ? undefined : name,
        serviceName: name,
        serviceArn: `arn:aws:ecs:eu-central-1:111122223333:service/shop/${name}`,
      })),
      autoScalingGroupNames: ["web", "jobs"],
      history: group(scope, "events"),
    });
    monitoring.dashboard({ region: "eu-central-1" });
  },
  { kinds: ["django"] },
);
