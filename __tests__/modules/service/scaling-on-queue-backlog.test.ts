import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { Cluster } from "../../../modules/capacity";
import type { QueueBacklogProps } from "../../../modules/service";
import { referenceTo, testStack } from "../../../packages/jest-terraform";
import { messageOf } from "../../../packages/jest-terraform/parts";
import { platformFor, serviceFor } from "./parts";

const scaled = (queueBacklogPerTask: QueueBacklogProps, containerInsights: Cluster["containerInsights"] = "enabled") =>
  testStack((scope) => {
    const platform = platformFor(scope, containerInsights);
    serviceFor(scope, { autoscaling: { queueBacklogPerTask }, minimum: 0 }, {}, platform);
  });

test("the messages that wait for each running task are held, and a service without tasks is started by the first", () => {
  const stack = scaled({ queueName: "orders.fifo", messages: 100 });
  expect(stack).toHaveResource(AppautoscalingPolicy, {
    name: "queue-backlog-per-task",
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 100,
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
      customizedMetricSpecification: {
        metrics: [
          {
            id: "messages",
            metricStat: {
              metric: {
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: [{ name: "QueueName", value: "orders.fifo" }],
              },
              stat: "Sum",
            },
            returnData: false,
          },
          {
            id: "tasks",
            metricStat: {
              metric: {
                namespace: "ECS/ContainerInsights",
                metricName: "RunningTaskCount",
                dimensions: [
                  { name: "ClusterName", value: referenceTo("cluster", "name") },
                  { name: "ServiceName", value: referenceTo("service", "name") },
                ],
              },
              stat: "Average",
            },
            returnData: false,
          },
          { id: "backlog", expression: "IF(FILL(tasks, 0) > 0, messages / tasks, messages)", returnData: true },
        ],
      },
    },
  });
});

describe("a backlog is refused", () => {
  test.each<[what: string, backlog: QueueBacklogProps, message: string]>([
    [
      "of a queue by URL",
      { queueName: "https://sqs.eu-central-1.amazonaws.com/123456789012/orders", messages: 1 },
      'queueBacklogPerTask.queueName must be 1 to 80 letters, digits, hyphens and underscores, or at most 75 and .fifo, got "https://sqs.eu-central-1.amazonaws.com/123456789012/orders".',
    ],
    [
      "of no message",
      { queueName: "orders", messages: 0 },
      "queueBacklogPerTask.messages must be a whole number from 1 to 1000000 messages, got 0.",
    ],
  ])("%s", (_, backlog, message) => {
    expect(messageOf(() => scaled(backlog))).toBe(`test/service/autoscaling: ${message}`);
  });

  test("where nothing counts the tasks", () => {
    expect(messageOf(() => scaled({ queueName: "orders", messages: 1 }, "disabled"))).toBe(
      'test/service/autoscaling: queueBacklogPerTask must be absent without Container Insights, got "orders". Give the cluster containerInsights: they count the running tasks.',
    );
  });
});
