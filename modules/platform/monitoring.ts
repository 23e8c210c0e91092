import { unnamed, type Environment, type Service } from "./environment";
import { LogGroup } from "../logs";
import { Monitoring } from "../monitoring";
import type { DataStack } from "./data-stack";
import type { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import type { ServiceResources } from "./service-resources";

/** The environment's monitoring; it watches nothing yet. */
export function monitoringOf(
  stack: EnvironmentStack,
  { alerts, application, base, name, monitoring, services }: Environment,
  { encryptionKey }: FoundationStack,
): Monitoring {
  const { thresholds } = monitoring;
  const { emails, webhooks, slack } = alerts;
  const isMeasured = Object.values(services).some(({ queueLatencyFrom }) => queueLatencyFrom !== undefined);
  return new Monitoring(stack, "monitoring", {
    name: base,
    namespace: `${application}/${name}`,
    encryptionKey,
    alarmEmails: emails,
    alarmWebhooks: webhooks,
    slack,
    kinds: ["rails", "good-job"],
    thresholds: { ...thresholds, queueLatencySeconds: isMeasured ? thresholds.queueLatencySeconds : undefined },
  });
}

interface WatchedService extends ServiceResources {
  readonly service: Service;
}

const keyOf = (key: string, without: string) => (key === without ? {} : { key });

/** Watches the logs of a service's containers, and measures how long its jobs wait. */
function watchLogs(monitoring: Monitoring, pattern: string, { service, logs }: WatchedService): void {
  const key = keyOf(service.key, unnamed.service);
  for (const [container, logGroup] of Object.entries(logs)) {
    monitoring.watchLog({ ...key, container, logGroup, pattern });
  }
  const jobs = service.queueLatencyFrom === undefined ? undefined : logs[service.queueLatencyFrom];
  if (jobs !== undefined) monitoring.measureQueueLatency({ ...key, logGroup: jobs });
}

export interface WatchedParts {
  readonly stack: EnvironmentStack;
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly services: readonly WatchedService[];
}

/** Watches the services and what they depend on, keeps their events, and creates the dashboard. */
export function watch(monitoring: Monitoring, watched: WatchedParts): void {
  const { stack, environment, foundation, data, services } = watched;
  const { cluster, capacities } = foundation;
  for (const { service, ecsService } of services) {
    monitoring.watchService({
      ...keyOf(service.key, unnamed.service),
      clusterName: cluster.name,
      serviceName: ecsService.name,
      scalesToZero: service.scaling.minimum === 0,
    });
  }
  for (const [key, { capacityProviderName }] of Object.entries(capacities)) {
    monitoring.watchCapacity({ ...keyOf(key, unnamed.part), clusterName: cluster.name, capacityProviderName });
  }
  for (const [key, database] of Object.entries(environment.databases)) {
    monitoring.watchDatabase({
      ...keyOf(key, unnamed.part),
      identifier: data.databases[key]?.identifier ?? database.identifier,
      instanceClass: database.existing === undefined ? database.instanceClass : undefined,
      replicas: key === unnamed.part ? environment.monitoring.databaseReplicas : [],
    });
  }
  for (const service of services) watchLogs(monitoring, environment.monitoring.errorPattern, service);
  const { [unnamed.service]: main } = environment.services;
  const history = new LogGroup(stack, "events", {
    name: `/aws/events/ecs/${main?.name ?? environment.base}`,
    retentionDays: environment.logRetentionDays,
    encryptionKey: foundation.encryptionKey,
    deletionProtection: false,
  });
  monitoring.watchEvents({
    clusterArn: cluster.arn,
    services: services.map(({ service, ecsService }) => ({
      ...keyOf(service.key, unnamed.service),
      serviceName: service.name,
      serviceArn: ecsService.arn,
    })),
    autoScalingGroupNames: Object.values(capacities).map(({ autoScalingGroupName }) => autoScalingGroupName),
    history,
  });
  monitoring.dashboard({ region: environment.region });
}
