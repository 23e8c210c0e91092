import type { AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { Construct } from "constructs";
import { queueName } from "../../aws/limits";
import { checkPattern, checkRange, reject } from "../shared";

export interface QueueBacklogProps {
  /** Name of the SQS queue that the tasks receive from. */
  readonly queueName: string;
  /**
   * Messages that may wait for each running task, 1 to 1000000: how long a message may wait, divided by how long a task works on one.
   */
  readonly messages: number;
}

export function checkQueueBacklog(
  scope: Construct,
  field: string,
  { queueName: name, messages }: QueueBacklogProps,
  containerInsights: string,
): void {
  checkPattern(scope, `${field}.queueName`, name, queueName);
  checkRange(scope, `${field}.messages`, messages, { minimum: 1, maximum: 1_000_000, unit: "messages" });
  if (containerInsights === "disabled") {
    const fix = "Give the cluster containerInsights: they count the running tasks.";
    reject(scope, field, "absent without Container Insights", name, fix);
  }
}

/**
 * Messages that wait, divided by the tasks that run. With none running, all of them: else a service at 0 would stay there.
 *
 * Source: Application Auto Scaling User Guide, "Create a target tracking scaling policy using metric math".
 */
export function backlogPerTask(
  { queueName: name }: QueueBacklogProps,
  { clusterName, serviceName }: { readonly clusterName: string; readonly serviceName: string },
): AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification {
  const dimensions = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([dimension, value]) => ({ name: dimension, value }));
  return {
    metrics: [
      {
        id: "messages",
        label: "Messages that wait",
        metricStat: {
          metric: {
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: dimensions({ QueueName: name }),
          },
          stat: "Sum",
        },
        returnData: false,
      },
      {
        id: "tasks",
        label: "Tasks that run",
        metricStat: {
          metric: {
            namespace: "ECS/ContainerInsights",
            metricName: "RunningTaskCount",
            dimensions: dimensions({ ClusterName: clusterName, ServiceName: serviceName }),
          },
          stat: "Average",
        },
        returnData: false,
      },
      {
        id: "backlog",
        label: "Messages that wait for each task",
        expression: "IF(FILL(tasks, 0) > 0, messages / tasks, messages)",
        returnData: true,
      },
    ],
  };
}
