import type { Environment, Service } from "../modules/platform/environment";
import type { RolloutFacts } from "./facts";
import { fieldNames } from "./fields";

/** What `modules/capacity` gives every group; the test of this file holds the synthesized JSON against them. */
const ofEveryGroup = {
  reservedMemoryMiB: 256,
  instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
} as const;

/** What `modules/service` gives every service with blue/green deployments. */
const ofBlueGreen = { minimumHealthyPercent: 100, maximumPercent: 200 } as const;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What the rollouts of a service depend on, where it has its capacity for itself. */
export function rolloutFacts(environment: Environment, service: Service = onlyService(environment)): RolloutFacts {
  const { network } = environment;
  const [share] = service.capacities;
  const capacity = environment.capacities[share?.capacity ?? ""];
  if (capacity === undefined) throw new Error(`${service.field} has no capacity.`);
  return {
    fields: fieldNames(service.field, capacity.field),
    capacity: {
      instanceTypes: capacity.instanceTypes,
      minimum: capacity.minimum,
      maximum: capacity.maximum,
      targetCapacityPercent: capacity.targetCapacityPercent,
      onDemandBase: capacity.onDemandBase,
      spotPercent: capacity.spotPercent,
      ...ofEveryGroup,
    },
    task: taskFacts(service),
    oneOff: oneOffFacts(service),
    service: serviceFacts(service),
    network: { zones: network.zones.length },
  };
}

function onlyService({ services }: Environment): Service {
  const [service] = Object.values(services);
  if (service === undefined) throw new Error("An environment has at least one service.");
  return service;
}

export function taskFacts(service: Service): RolloutFacts["task"] {
  const containers = Object.values(service.containers);
  const ports = containers.flatMap(({ ports: mappings }) => mappings.map(({ host }) => host));
  return {
    networkMode: service.networkMode,
    cpu: sum(containers.map(({ cpu }) => cpu)),
    memoryMiB: sum(containers.map(({ memoryReservationMiB }) => memoryReservationMiB)),
    // In awsvpc mode a port is one of the task's own interface.
    hostPorts: service.networkMode === "awsvpc" ? [] : ports.filter((port) => port !== 0),
    architecture: service.architecture,
  };
}

/** The most that a command needs: of one-off tasks, or of a scheduled one. */
export function oneOffFacts({ oneOff, scheduled }: Service): NonNullable<RolloutFacts["oneOff"]> {
  const sizes = [oneOff, ...Object.values(scheduled).map(({ size }) => size)];
  return {
    cpu: Math.max(...sizes.map(({ cpu }) => cpu)),
    memoryMiB: Math.max(...sizes.map(({ memoryReservationMiB }) => memoryReservationMiB)),
  };
}

export function serviceFacts({ scaling, deployment }: Service): RolloutFacts["service"] {
  const scheduled = Object.values(scaling.scheduled);
  return {
    // Scheduled actions set other limits, and a release may come at any time.
    minimum: Math.min(scaling.minimum, ...scheduled.map(({ minimum }) => minimum)),
    desired: scaling.desired,
    maximum: Math.max(scaling.maximum, ...scheduled.map(({ maximum }) => maximum)),
    deployment: deploymentFacts(deployment),
  };
}

function deploymentFacts(deployment: Service["deployment"]): RolloutFacts["service"]["deployment"] {
  if (deployment.strategy === "rolling") {
    const { minimumHealthyPercent, maximumPercent } = deployment;
    return { minimumHealthyPercent, maximumPercent };
  }
  return { strategy: "blue-green", ...ofBlueGreen };
}
