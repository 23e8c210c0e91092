import type { Environment } from "../modules/platform/environment";
import type { RolloutFacts } from "./facts";

/** What `modules/capacity` gives every group; the test of this file holds the synthesized JSON against them. */
const ofEveryGroup = {
  reservedMemoryMiB: 256,
  instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
} as const;

/** What `modules/service` gives every service with blue/green deployments. */
const ofBlueGreen = { minimumHealthyPercent: 100, maximumPercent: 200 } as const;

/** What an environment's rollouts depend on. */
export function rolloutFacts(environment: Environment): RolloutFacts {
  const { capacity, task, service, network } = environment;
  const containers = Object.values(task.containers);
  const web = task.containers[service.web.container];
  const scheduled = Object.values(service.autoscaling.scheduled);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const ports = containers.flatMap(({ ports: mappings }) => mappings.map(({ host }) => host));
  return {
    capacity: {
      instanceTypes: capacity.instanceTypes,
      minimum: capacity.minimum,
      maximum: capacity.maximum,
      targetCapacityPercent: capacity.targetCapacityPercent,
      onDemandBase: capacity.onDemandBase,
      spotPercent: capacity.spotPercent,
      ...ofEveryGroup,
    },
    task: {
      networkMode: task.networkMode,
      cpu: sum(containers.map(({ cpu }) => cpu)),
      memoryMiB: sum(containers.map(({ memoryReservationMiB }) => memoryReservationMiB)),
      // In awsvpc mode a port is one of the task's own interface.
      hostPorts: task.networkMode === "awsvpc" ? [] : ports.filter((port) => port !== 0),
      architecture: task.architecture,
    },
    oneOff: {
      cpu: task.oneOff.cpu ?? web?.cpu ?? 0,
      memoryMiB: task.oneOff.memoryReservationMiB ?? web?.memoryReservationMiB ?? 1,
    },
    service: {
      // Scheduled actions set other limits, and a release may come at any time.
      minimum: Math.min(service.minimum, ...scheduled.map(({ minimum }) => minimum)),
      desired: service.desired,
      maximum: Math.max(service.maximum, ...scheduled.map(({ maximum }) => maximum)),
      deployment: deploymentFacts(service.deployment),
    },
    network: { zones: network.zones.length },
  };
}

function deploymentFacts(deployment: Environment["service"]["deployment"]): RolloutFacts["service"]["deployment"] {
  if (deployment.strategy === "rolling") {
    const { minimumHealthyPercent, maximumPercent } = deployment;
    return { minimumHealthyPercent, maximumPercent };
  }
  return { strategy: "blue-green", ...ofBlueGreen };
}
