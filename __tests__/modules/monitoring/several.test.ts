import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { alarmsInTime } from "../../../policies/platform/guarantees";
import type { EventSource } from "../../../modules/monitoring/events";
import { jsonString } from "../../../packages/jest-terraform";
import { alarmsOf, descriptionOf, group, monitored, shop, cluster } from "./shop";

/** The rules of a service whose tasks run commands. */
const eventsOf = (commands: Pick<EventSource, "scheduledTasks" | "migration">) =>
  monitored((monitoring, scope) => {
    monitoring.watchEvents({
      clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
      services: [
        { serviceName: "web", serviceArn: "arn:aws:ecs:eu-central-1:111122223333:service/shop/web", ...commands },
      ],
      history: group(scope, "events"),
    });
  });

/** A task of these families that did not start, or whose command failed. */
const failedCommand = (families: readonly string[], startedBy: unknown) =>
  jsonString({
    detail: {
      group: families.map((family) => `family:${family}`),
      startedBy: [startedBy],
      lastStatus: ["STOPPED"],
      $or: [{ stopCode: ["TaskFailedToStart"] }, { containers: { exitCode: [{ "anything-but": [0] }] } }],
    },
  });

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
    expect(descriptionOf(shop, "sidekiq-queue-latency-high")).toMatch(/Celery's --concurrency or services\.sidekiq\./);
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
    const stack = eventsOf({
      scheduledTasks: { families: ["web-task", "web-task-worker"], scheduleGroup: "shop-test" },
    });
    expect(stack).toHaveResource(CloudwatchEventRule, {
      name: "shop-test-scheduled-task-failed",
      eventPattern: failedCommand(["web-task", "web-task-worker"], { prefix: "chronos-schedule/" }),
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

  test("migrations: one that fails is noticed, and is no restart", () => {
    const stack = eventsOf({ migration: { family: "web-task", startedBy: "platform/release" } });
    expect(stack).toHaveResource(CloudwatchEventRule, {
      name: "shop-test-migration-failed",
      eventPattern: failedCommand(["web-task"], "platform/release"),
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
