import type { Environment } from "./environment";
import { LogGroup } from "../logs";
import { Monitoring } from "../monitoring";
import type { EcsService } from "../service";
import type { DataStack } from "./data-stack";
import type { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";

/** The environment's monitoring; it watches nothing yet. */
export function monitoringOf(
  stack: EnvironmentStack,
  { application, name, monitoring }: Environment,
  { encryptionKey }: FoundationStack,
): Monitoring {
  const { queueLatencyFrom, thresholds, alarmEmails, alarmWebhooks, slack } = monitoring;
  return new Monitoring(stack, "monitoring", {
    name: `${application}-${name}`,
    namespace: `${application}/${name}`,
    encryptionKey,
    alarmEmails,
    alarmWebhooks,
    slack,
    kinds: ["rails", "good-job"],
    thresholds: {
      ...thresholds,
      queueLatencySeconds: queueLatencyFrom === undefined ? undefined : thresholds.queueLatencySeconds,
    },
  });
}

export interface Watched {
  readonly stack: EnvironmentStack;
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly service: EcsService;
  /** Log groups of the containers, by container. */
  readonly logs: Readonly<Record<string, LogGroup>>;
}

/** Watches the service with all it depends on, and creates the dashboard. */
export function watch(monitoring: Monitoring, watched: Watched): void {
  const { stack, environment, foundation, data, service, logs } = watched;
  const { cluster, capacity } = foundation;
  const { database, monitoring: wanted, region, task } = environment;

  monitoring.watchService({ clusterName: cluster.name, serviceName: service.name });
  monitoring.watchCapacity({ clusterName: cluster.name, capacityProviderName: capacity.capacityProviderName });
  monitoring.watchDatabase({
    identifier: data.database.identifier,
    instanceClass: database.existing === undefined ? database.instanceClass : undefined,
    replicas: wanted.databaseReplicas,
  });
  for (const [container, logGroup] of Object.entries(logs)) {
    monitoring.watchLog({ container, logGroup, pattern: wanted.errorPattern });
  }
  const jobs = wanted.queueLatencyFrom === undefined ? undefined : logs[wanted.queueLatencyFrom];
  if (jobs !== undefined) monitoring.measureQueueLatency({ logGroup: jobs });
  const history = new LogGroup(stack, "events", {
    name: `/aws/events/ecs/${environment.service.name}`,
    retentionDays: task.logRetentionDays,
    encryptionKey: foundation.encryptionKey,
    deletionProtection: false,
  });
  monitoring.watchEvents({
    clusterArn: cluster.arn,
    services: [{ serviceName: environment.service.name, serviceArn: service.arn }],
    autoScalingGroupNames: [capacity.autoScalingGroupName],
    history,
  });
  monitoring.dashboard({ region });
}
