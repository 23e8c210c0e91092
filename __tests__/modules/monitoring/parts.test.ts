import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { alarmsOf, descriptionOf, monitored, shop } from "./shop";

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
    [["django", "celery"], "lower gunicorn's --workers (WEB_CONCURRENCY) and --threads and Celery's --concurrency."],
    [["java"], "lower HikariCP's maximumPoolSize (SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE)."],
  ] as const)("of applications of the kinds %j", (kinds, advice) => {
    const stack = monitored(
      (monitoring) => void monitoring.watchDatabase({ identifier: "shop", instanceClass: "db.m7g.large" }),
      { kinds },
    );
    expect(descriptionOf(stack, "database-connections-high")).toContain(advice);
  });
});
