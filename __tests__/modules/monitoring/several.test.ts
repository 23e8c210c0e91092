import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../../modules/encryption";
import { LogGroup } from "../../../modules/logs";
import { Monitoring, type MonitoringProps } from "../../../modules/monitoring";
import { alarmsInTime } from "../../../policies/platform/guarantees";
import { jsonString, testStack } from "../../../packages/jest-terraform";

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

const monitored = (watch: (monitoring: Monitoring, scope: Construct) => void, props: Partial<MonitoringProps> = {}) =>
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

const group = (scope: Construct, name: string) =>
  new LogGroup(scope, name, { name: `/shop/${name}`, retentionDays: 30, deletionProtection: false });

type Stack = ReturnType<typeof monitored>;

const alarmsOf = (stack: Stack) =>
  stack
    .everyResource(CloudwatchMetricAlarm)
    .map(({ properties }) => String(properties.alarm_name).replace("shop-test-", ""))
    .toSorted();
const descriptionOf = (stack: Stack, name: string) =>
  stack.resource(CloudwatchMetricAlarm, { id: name }).properties.alarm_description;
const cluster = { clusterName: "shop" };

/** Web without a key, Sidekiq with one, on two capacities, with all that can be watched. */
const shop = monitored(
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
    monitoring.measureQueueLatency({ key: "sidekiq", logGroup: group(scope, "jobs"), kinds: ["sidekiq"] });
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
  { kinds: ["rails"] },
);

describe("several services", () => {
  test("the first keeps its alarm names, those of the others begin with their key", () => {
    expect(alarmsOf(shop)).toEqual(
      expect.arrayContaining([
        "errors",
        "cpu-high",
        "log-errors-app",
        "task-restarts",
        "capacity-reservation",
        "database-cpu-high",
        "api-errors",
        "api-cpu-high",
        "sidekiq-cpu-high",
        "sidekiq-log-errors-app",
        "sidekiq-queue-latency-high",
        "sidekiq-task-restarts",
        "jobs-capacity-reservation",
        "reports-database-cpu-high",
        "redis-cache-cpu-high",
        "orders-queue-age-high",
        "shared-file-system-io-high",
      ]),
    );
    expect(shop).toHaveResourceCount(CloudwatchCompositeAlarm, 2);
  });

  test("each has its own thresholds and advice", () => {
    expect(shop).toHaveResource(CloudwatchMetricAlarm, { alarmName: "shop-test-api-cpu-high", threshold: 50 });
    expect(shop).toHaveResource(CloudwatchMetricAlarm, { alarmName: "shop-test-cpu-high", threshold: 85 });
    expect(shop).toHaveResource(CloudwatchMetricAlarm, { alarmName: "shop-test-api-latency", threshold: 0.5 });
    expect(descriptionOf(shop, "api-cpu-high")).toContain("raise services.api.scaling.maximum");
    expect(descriptionOf(shop, "jobs-capacity-reservation")).toContain("raise capacities.jobs.maximum");
    expect(descriptionOf(shop, "sidekiq-queue-latency-high")).toMatch(/RAILS_MAX_THREADS.* or services\.sidekiq\./);
    expect(descriptionOf(shop, "orders-queue-age-high")).toContain("services.sidekiq.scaling.maximum");
  });

  test("one that may run no task is not in alarm when it sends nothing", () => {
    expect(shop).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "shop-test-sidekiq-cpu-high",
      treatMissingData: "notBreaching",
    });
    expect(shop).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "shop-test-cpu-high",
      treatMissingData: "breaching",
    });
  });

  test("containers of one name in two services have two metrics", () => {
    const metrics = shop
      .everyResource(CloudwatchLogMetricFilter)
      .map(({ properties }) => properties.metric_transformation as { namespace: string; name: string })
      .map(({ namespace, name }) => `${namespace} ${name}`);
    expect(new Set(metrics).size).toBe(metrics.length);
    expect(metrics).toEqual(
      expect.arrayContaining([
        "shop/test LogErrors-app",
        "shop/test/sidekiq LogErrors-app",
        "shop/test/sidekiq QueueLatency",
      ]),
    );
  });

  test("events: rules for each service, one for all instances, one resource policy of the account's ten", () => {
    const rules = shop.everyResource(CloudwatchEventRule).map(({ properties }) => properties.name);
    expect(rules).toHaveLength(3 * 4 + 2);
    expect(rules).toEqual(expect.arrayContaining(["shop-test-task-stopped", "shop-test-sidekiq-task-stopped"]));
    expect(shop).toHaveResource(CloudwatchEventRule, {
      name: "shop-test-instance-missing",
      eventPattern: jsonString({ detail: { AutoScalingGroupName: ["web", "jobs"] } }),
    });
    expect(shop).toHaveResourceCount(CloudwatchLogResourcePolicy, 1);
  });

  test("events: a restart counts for its own service only", () => {
    expect(shop).toHaveResource(CloudwatchLogMetricFilter, {
      name: "TaskFailures-sidekiq",
      pattern: '{ ($.detail-type = "ECS Task State Change") && ($.detail.group = "service:sidekiq") }',
    });
  });

  test("scheduled tasks: one that fails and one that cannot be started are both noticed, and no restarts", () => {
    const stack = monitored((monitoring, scope) => {
      monitoring.watchEvents({
        clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
        services: [
          {
            serviceName: "web",
            serviceArn: "arn:aws:ecs:eu-central-1:111122223333:service/shop/web",
            scheduledTasks: { families: ["web-task", "web-task-worker"], scheduleGroup: "shop-test" },
          },
        ],
        history: group(scope, "events"),
      });
    });
    expect(stack).toHaveResource(CloudwatchEventRule, {
      name: "shop-test-scheduled-task-failed",
      eventPattern: jsonString({
        detail: {
          group: ["family:web-task", "family:web-task-worker"],
          startedBy: [{ prefix: "chronos-schedule/" }],
          lastStatus: ["STOPPED"],
          $or: [{ stopCode: ["TaskFailedToStart"] }, { containers: { exitCode: [{ "anything-but": [0] }] } }],
        },
      }),
    });
    expect(stack).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "shop-test-scheduled-task-not-started",
      namespace: "AWS/Scheduler",
      metricName: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: "shop-test" },
      threshold: 0,
    });
    expect(stack).toHaveResource(CloudwatchLogMetricFilter, {
      pattern: '{ ($.detail-type = "ECS Task State Change") && ($.detail.group = "service:web") }',
    });
  });

  test("a key that would give two alarms one name is an error that names it", () => {
    const twice = () =>
      monitored((monitoring) => {
        monitoring.watchDatabase({ identifier: "shop" });
        monitoring.watchService({ ...cluster, key: "database", serviceName: "database" });
      });
    expect(twice).toThrow(
      'key must be another one: the alarm shop-test-database-cpu-high exists already, got "database"',
    );
    const unusable = () =>
      monitored((monitoring) => void monitoring.watchService({ ...cluster, key: "a/b", serviceName: "a" }));
    expect(unusable).toThrow(
      'key must be 1 to 63 letters, digits, underscores and hyphens, beginning with a letter, got "a/b"',
    );
  });
});

test("the policy on alarms passes all of them: they fire in time, on metrics that exist", () => {
  expect(shop).toSatisfyPolicies([alarmsInTime]);
});

describe("databases", () => {
  test.each([
    ["postgres", 634],
    ["mysql", 480],
    ["mariadb", 240],
  ])("%s on db.m7g.large: the limit of connections is 80 %% of what it has, %s", (engine, threshold) => {
    const stack = monitored((monitoring) => {
      monitoring.watchDatabase({ identifier: "shop", engine, instanceClass: "db.m7g.large" });
    });
    expect(stack).toHaveResource(CloudwatchMetricAlarm, { metricName: "DatabaseConnections", threshold });
  });

  test("an engine whose connections are not known has no alarm on them", () => {
    const stack = monitored((monitoring) => {
      monitoring.watchDatabase({ identifier: "shop", engine: "sqlserver-se", instanceClass: "db.m7g.large" });
    });
    expect(alarmsOf(stack)).toEqual(["database-cpu-high", "database-storage-low"]);
  });

  test("an Aurora cluster is watched by its identifier, in its own units, and storage that grows is not", () => {
    const of = { dimensions: { DBClusterIdentifier: "reports" } };
    expect(alarmsOf(shop).filter((name) => name.startsWith("reports-"))).toEqual([
      "reports-database-capacity-high",
      "reports-database-connections-high",
      "reports-database-cpu-high",
      "reports-database-reader-lag",
    ]);
    expect(shop).toHaveResource(CloudwatchMetricAlarm, { ...of, metricName: "AuroraReplicaLag", threshold: 60_000 });
    // 8 ACU are 16 GiB, 1586 connections: as it may pause, no data is no trouble.
    expect(shop).toHaveResource(CloudwatchMetricAlarm, {
      ...of,
      metricName: "DatabaseConnections",
      threshold: 1268,
      treatMissingData: "notBreaching",
    });
    expect(descriptionOf(shop, "reports-database-connections-high")).toContain("gunicorn");
  });

  test("whoever does not own the database is not asked to change a field it does not have", () => {
    const stack = monitored((monitoring) => void monitoring.watchDatabase({ identifier: "shop" }));
    expect(descriptionOf(stack, "database-storage-low")).toMatch(/: have its owner add storage\.$/);
  });
});

describe("caches, queues and file systems", () => {
  test("an alarm takes the highest value of a cache's nodes; one node needs no expression", () => {
    const { properties } = shop.resource(CloudwatchMetricAlarm, { id: "redis-cache-cpu-high" });
    expect(properties.metric_query).toEqual(
      expect.arrayContaining([expect.objectContaining({ expression: "MAX([node0, node1])" })]),
    );
    // Two processors: the host's use, which includes what the engine does beside its commands.
    expect(JSON.stringify(properties.metric_query)).toContain('"metric_name":"CPUUtilization"');
    const single = monitored(
      (monitoring) => void monitoring.watchCache({ nodes: ["one"], nodeType: "cache.m7g.xlarge" }),
    );
    expect(single).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "shop-test-cache-cpu-high",
      metricName: "EngineCPUUtilization",
      dimensions: { CacheClusterId: "one" },
    });
    expect(alarmsOf(single)).not.toContain("cache-replica-lag");
  });

  test("a large cache has further alarms, as one watches ten metrics", () => {
    const nodes = Array.from({ length: 12 }, (_, index) => `large-${index}`);
    const stack = monitored((monitoring) => void monitoring.watchCache({ nodes }));
    for (const { properties } of stack.everyResource(CloudwatchMetricAlarm)) {
      expect((properties.metric_query as object[]).length).toBeLessThanOrEqual(11);
    }
    expect(alarmsOf(stack)).toEqual(expect.arrayContaining(["cache-cpu-high", "cache-cpu-high-2"]));
    expect(() => monitored((monitoring) => void monitoring.watchCache({ nodes: [] }))).toThrow(
      "nodes must be one or more nodes of the cache, got []",
    );
  });

  test("any message in the dead-letter queue is an alarm, and so is one that waits", () => {
    expect(shop).toHaveResource(CloudwatchMetricAlarm, {
      alarmName: "shop-test-orders-queue-dead-letters",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "orders-failed" },
      threshold: 0,
    });
    expect(shop).toHaveResource(CloudwatchMetricAlarm, {
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: "orders" },
      threshold: 300,
    });
  });

  test("credits are watched where throughput depends on them", () => {
    expect(alarmsOf(shop)).toContain("shared-file-system-credits-low");
    const elastic = monitored((monitoring) => void monitoring.watchFileSystem({ fileSystemId: "fs-1" }));
    expect(alarmsOf(elastic)).toEqual(["file-system-io-high"]);
  });
});

describe("advice", () => {
  test.each([
    [undefined, "lower the size of the connection pools."],
    [["rails", "good-job"], "lower RAILS_MAX_THREADS and GOOD_JOB_MAX_THREADS."],
    [["java"], "lower HikariCP's maximumPoolSize (SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE)."],
  ] as const)("of applications of the kinds %j", (kinds, advice) => {
    const stack = monitored(
      (monitoring) => void monitoring.watchDatabase({ identifier: "shop", instanceClass: "db.m7g.large" }),
      { kinds },
    );
    expect(descriptionOf(stack, "database-connections-high")).toContain(advice);
  });
});

describe("the dashboard", () => {
  interface Body {
    readonly widgets: {
      readonly type: string;
      readonly properties: { readonly markdown?: string; readonly title?: string; readonly alarms?: string[] };
    }[];
  }
  const bodyOf = (stack: Stack) =>
    JSON.parse(String(stack.resource(CloudwatchDashboard).properties.dashboard_body).replaceAll("\\\\", "\\")) as Body;
  const outline = (stack: Stack) =>
    bodyOf(stack).widgets.flatMap(({ properties: { markdown, title } }) => markdown ?? title ?? []);

  test("has a section of each service, and what they share", () => {
    expect(outline(shop)).toEqual([
      "## Is it healthy?",
      "Alarms",
      "### web",
      "Tasks",
      "Errors a minute",
      "Response time, seconds",
      "### api",
      "Tasks",
      "Errors a minute",
      "Response time, seconds",
      "### sidekiq",
      "Tasks",
      "Events in the logs a minute",
      "## Is it busy?",
      "### web",
      "Use of what the tasks reserve, percent",
      "Requests a minute",
      "### api",
      "Use of what the tasks reserve, percent",
      "Requests a minute",
      "### sidekiq",
      "Use of what the tasks reserve, percent",
      "Oldest waiting job, seconds",
      "### Shared by the services",
      "Instances the tasks need, percent of those there are",
      "jobs: Instances the tasks need, percent of those there are",
      "Database",
      "Database storage, bytes free",
      "reports: Database",
      "reports: Database storage, bytes used",
      "redis: Cache",
      "redis: Evicted keys a minute",
      "orders: Queue",
      "shared: File system",
      "## What changed?",
      "Deployments, tasks that stopped, instances",
      "Errors in the logs",
      "sidekiq: Errors in the logs",
    ]);
  });

  test("shows every alarm", () => {
    const shown = bodyOf(shop).widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shop).toHaveResourceCount(CloudwatchMetricAlarm, new Set(shown).size);
  });

  test("an alarm widget has a hundred alarms at most", () => {
    const stack = monitored((monitoring) => {
      for (let index = 0; index < 40; index += 1) {
        monitoring.watchService({ ...cluster, key: `service${index}`, serviceName: `service${index}` });
      }
      monitoring.dashboard({ region: "eu-central-1" });
    });
    const sizes = bodyOf(stack).widgets.flatMap(({ properties }) => properties.alarms?.length ?? []);
    expect(sizes).toEqual([100, 20]);
  });

  test("of nothing has its questions, and no section", () => {
    const empty = monitored((monitoring) => monitoring.dashboard({ region: "eu-central-1" }));
    expect(outline(empty)).toEqual(["## Is it healthy?", "## Is it busy?", "## What changed?"]);
  });
});
