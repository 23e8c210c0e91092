import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type CloudWatchClient,
  type Metric,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { awsError, everyPage, inBatches } from "../../lib/aws";
import type { Environment } from "../../modules/platform/environment";

/** Hourly values of two weeks: what Container Insights measured of a container, of all its tasks together. */
export interface Measured {
  readonly service: string;
  readonly container: string;
  /** CPU units: the highest of each hour, of any task. */
  readonly cpu: readonly number[];
  /** MiB, likewise. */
  readonly memoryMiB: readonly number[];
}

export interface Measurements {
  readonly containers: readonly Measured[];
  /** Running container instances: the lowest number of each hour. */
  readonly instances: readonly number[];
}

const namespace = "ECS/ContainerInsights";
const days = 14;
const hour = 3600;

/** @throws UserError when CloudWatch cannot be asked */
export async function measure(
  cloudwatch: Pick<CloudWatchClient, "send">,
  { cluster, services }: Environment,
  now: Date,
): Promise<Measurements> {
  const clusterOnly = [{ Name: "ClusterName", Value: cluster.name }];
  const wanted = Object.values(services).flatMap((service) =>
    Object.keys(service.containers).map((container) => ({ service: service.name, container })),
  );
  const failed = (error: unknown): never => {
    throw awsError(error, "read the measurements of Container Insights");
  };
  // Enhanced Container Insights measures each container of each task; which dimensions go with it is AWS's to say.
  const metricsOf = (service: string, container: string, MetricName: string) =>
    everyPage<Metric>(async (NextToken) => {
      const Dimensions = [
        ...clusterOnly,
        { Name: "ServiceName", Value: service },
        { Name: "ContainerName", Value: container },
      ];
      const page = await cloudwatch.send(
        new ListMetricsCommand({ Namespace: namespace, MetricName, Dimensions, NextToken }),
      );
      return { items: page.Metrics, next: page.NextToken };
    }).catch(failed);
  const valuesOf = async (metrics: readonly Metric[], stat: string): Promise<readonly number[]> => {
    // Metrics of single tasks are not needed where there is one of all.
    const fewest = Math.min(...metrics.map(({ Dimensions = [] }) => Dimensions.length));
    const queries = metrics
      .filter(({ Dimensions = [] }) => Dimensions.length === fewest)
      .map((metric, index): MetricDataQuery => ({
        Id: `m${index}`,
        MetricStat: { Metric: metric, Period: hour, Stat: stat },
      }));
    const highest = new Map<number, number>();
    await inBatches(queries, 500, async (MetricDataQueries) => {
      const StartTime = new Date(now.getTime() - days * 24 * hour * 1000);
      let NextToken: string | undefined;
      do {
        const page = await cloudwatch
          .send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime: now, NextToken }))
          .catch(failed);
        for (const { Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
          for (const [index, value] of Values.entries()) {
            const at = Timestamps[index]?.getTime() ?? 0;
            highest.set(at, Math.max(value, highest.get(at) ?? 0));
          }
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return [];
    });
    return [...highest.values()];
  };
  const [containers, instances] = await Promise.all([
    Promise.all(
      wanted.map(async ({ service, container }) => {
        const [cpu, memory] = await Promise.all([
          metricsOf(service, container, "ContainerCpuUtilized"),
          metricsOf(service, container, "ContainerMemoryUtilized"),
        ]);
        return {
          service,
          container,
          cpu: await valuesOf(cpu, "Maximum"),
          memoryMiB: await valuesOf(memory, "Maximum"),
        };
      }),
    ),
    valuesOf([{ Namespace: namespace, MetricName: "ContainerInstanceCount", Dimensions: clusterOnly }], "Minimum"),
  ]);
  return { containers, instances };
}
