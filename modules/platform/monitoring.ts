import { unnamed, type Environment, type Service } from "./environment";
import { migrationStartedBy, oneOffFamily, scalesToZero } from "./environment/names";
import { Database } from "../database";
import { LogGroup } from "../logs";
import { Monitoring, type EventSource } from "../monitoring";
import type { DataStack } from "./data-stack";
import type { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import { deadLettersOf } from "./variables";
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
    kinds: [...new Set(Object.values(services).flatMap(({ kinds }) => kinds))],
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
  if (jobs === undefined) return;
  const otherLogGroups = Object.fromEntries(Object.entries(logs).filter(([, logGroup]) => logGroup !== jobs));
  monitoring.measureQueueLatency({ ...key, logGroup: jobs, otherLogGroups, kinds: service.kinds });
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
      scalesToZero: scalesToZero(service),
    });
  }
  for (const [key, { capacityProviderName }] of Object.entries(capacities)) {
    monitoring.watchCapacity({ ...keyOf(key, unnamed.part), clusterName: cluster.name, capacityProviderName });
  }
  watchData(monitoring, environment, data);
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
      ...commands(service),
    })),
    autoScalingGroupNames: Object.values(capacities).map(({ autoScalingGroupName }) => autoScalingGroupName),
    history,
  });
  monitoring.dashboard({ region: environment.region });
}

function commands(service: Service): Pick<EventSource, "scheduledTasks" | "migration"> {
  const { base, scheduled, migration } = service;
  const families = Object.values(scheduled).map(({ size }) => oneOffFamily(service, size.container));
  return {
    ...(families.length > 0 && { scheduledTasks: { families: [...new Set(families)], scheduleGroup: base } }),
    ...(migration?.notify === true && {
      migration: { family: oneOffFamily(service, migration.size.container), startedBy: migrationStartedBy },
    }),
  };
}

/** Watches databases, caches, queues and file systems. */
function watchData(monitoring: Monitoring, environment: Environment, data: DataStack): void {
  const { databases, caches, queues, fileSystems } = environment;
  for (const [key, section] of Object.entries(databases)) {
    const named = keyOf(key, unnamed.part);
    const identifier = data.databases[key]?.identifier ?? section.identifier;
    const engine = section.existing === undefined ? section.engine : section.existing.engine;
    if (section.existing === undefined && section.engine === "aurora-postgresql") {
      const { minimumCapacity: minimumAcu, maximumCapacity: maximumAcu, instances } = section;
      const serverless = { minimumAcu, maximumAcu };
      monitoring.watchDatabase({ ...named, clusterIdentifier: identifier, serverless, readers: instances > 1 });
      continue;
    }
    const instanceClass = section.existing === undefined ? section.instanceClass : undefined;
    const own = data.databases[key];
    const replicas = own instanceof Database ? Object.values(own.replicaIdentifiers) : [];
    monitoring.watchDatabase({
      ...named,
      engine,
      identifier,
      instanceClass: typeof instanceClass === "string" ? instanceClass : instanceClass?.unlisted,
      replicas: [...replicas, ...(key === unnamed.part ? environment.monitoring.databaseReplicas : [])],
    });
  }
  for (const [key, section] of Object.entries(caches)) {
    if (section.existing !== undefined) continue;
    const nodes = Array.from(
      { length: section.replicas + 1 },
      (_, index) => `${section.identifier}-${String(index + 1).padStart(3, "0")}`,
    );
    monitoring.watchCache({ ...keyOf(key, unnamed.part), nodes, nodeType: section.nodeType });
  }
  for (const [key, section] of Object.entries(queues)) {
    const queue = data.queues[key];
    if (queue === undefined || section.existing !== undefined) continue;
    const deadLetterQueueName = deadLettersOf(queue)?.name;
    monitoring.watchQueue({
      ...keyOf(key, unnamed.part),
      queueName: queue.name,
      ...(deadLetterQueueName !== undefined && { deadLetterQueueName }),
    });
  }
  for (const [key, section] of Object.entries(fileSystems)) {
    const fileSystemId = data.fileSystems[key]?.id;
    if (fileSystemId === undefined) continue;
    monitoring.watchFileSystem({
      ...keyOf(key, unnamed.part),
      fileSystemId,
      bursting: section.throughput === "bursting",
    });
  }
}
