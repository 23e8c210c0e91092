import type { Environment } from "./environment";
import type { TargetGroup } from "../alb";
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
  readonly targetGroups: readonly TargetGroup[];
  /** Log groups of the containers, by container. */
  readonly logs: Readonly<Record<string, LogGroup>>;
}

/** Watches the service with all it depends on, and creates the dashboard. */
export function watch(monitoring: Monitoring, watched: Watched): void {
  const { stack, environment, foundation, data, service, targetGroups, logs } = watched;
  const { cluster, capacity, loadBalancer } = foundation;
  const { database, monitoring: wanted, region, task } = environment;

  const watchedService = {
    clusterName: cluster.name,
    serviceName: service.name,
    capacityProviderName: capacity.capacityProviderName,
  };
  monitoring.watchService(watchedService);
  monitoring.watchDatabase({
    identifier: data.database.identifier,
    instanceClass: database.existing === undefined ? database.instanceClass : undefined,
    replicas: wanted.databaseReplicas,
  });
  for (const [container, logGroup] of Object.entries(logs)) {
    monitoring.watchLog(container, logGroup, wanted.errorPattern);
  }
  const jobs = wanted.queueLatencyFrom === undefined ? undefined : logs[wanted.queueLatencyFrom];
  const queueLatency = jobs && monitoring.measureQueueLatency(jobs);
  const history = new LogGroup(stack, "events", {
    name: `/aws/events/ecs/${environment.service.name}`,
    retentionDays: task.logRetentionDays,
    encryptionKey: foundation.encryptionKey,
    deletionProtection: false,
  });
  monitoring.watchEvents({
    clusterArn: cluster.arn,
    serviceName: environment.service.name,
    serviceArn: service.arn,
    autoScalingGroupName: capacity.autoScalingGroupName,
    history,
  });
  monitoring.dashboard({
    ...watchedService,
    region,
    loadBalancerArnSuffix: loadBalancer.arnSuffix,
    targetGroupArnSuffixes: targetGroups.map(({ arnSuffix }) => arnSuffix),
    databaseIdentifier: data.database.identifier,
    queueLatency,
    logGroups: Object.fromEntries(Object.entries(logs).map(([container, { name }]) => [container, name])),
    history: history.name,
  });
}
