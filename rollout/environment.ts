import type { Capacity, Environment, Service } from "../modules/platform/environment";
import type { RolloutFacts } from "./facts";
import { fieldNames } from "./fields";
import type { SystemFacts, SystemServiceFacts } from "./system/facts";

/** What `modules/capacity` gives every group; the test of this file holds the synthesized JSON against them. */
const ofEveryGroup = {
  instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
} as const;

/** What `modules/service` gives every service with blue/green deployments. */
const ofBlueGreen = { minimumHealthyPercent: 100, maximumPercent: 200 } as const;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What the rollouts of an environment's services depend on. */
export function systemFacts({ capacities, services, network }: Environment): SystemFacts {
  return {
    capacities: mapValues(capacities, (capacity) => ({ ...capacityFacts(capacity), field: capacity.field })),
    services: mapValues(services, (service) => serviceFactsOf(service)),
    network: { zones: network.zones.length },
  };
}

function serviceFactsOf(service: Service): SystemServiceFacts {
  const common = { task: taskFacts(service), oneOff: oneOffFacts(service), field: service.field };
  const capacity = service.capacities.map(({ capacity: name, weight, base }) => ({ name, weight, base }));
  switch (service.scheduling) {
    case "daemon":
      return { ...common, scheduling: "daemon", service: {} };
    case "singleton":
      return { ...common, scheduling: "singleton", service: { desired: service.scaling.desired }, capacity };
    case "replica":
      return { ...common, service: serviceFacts(service), capacity };
  }
}

const mapValues = <Value, Result>(record: Readonly<Record<string, Value>>, change: (value: Value) => Result) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

function capacityFacts(capacity: Capacity): RolloutFacts["capacity"] {
  return {
    instanceTypes: capacity.instanceTypes,
    minimum: capacity.minimum,
    maximum: capacity.maximum,
    targetCapacityPercent: capacity.targetCapacityPercent,
    onDemandBase: capacity.onDemandBase,
    spotPercent: capacity.spotPercent,
    reservedMemoryMiB: capacity.reservedMemoryMiB,
    ...ofEveryGroup,
  };
}

/** What the rollouts of the only service depend on, which has its capacity for itself. */
export function rolloutFacts(environment: Environment): RolloutFacts {
  const [service] = Object.values(environment.services);
  const capacity = environment.capacities[service?.capacities[0]?.capacity ?? ""];
  if (service === undefined || capacity === undefined) throw new Error("there is no service with a capacity");
  const oneOff = oneOffFacts(service);
  return {
    fields: fieldNames(service.field, capacity.field, oneOff.fields),
    capacity: capacityFacts(capacity),
    task: taskFacts(service),
    oneOff,
    service: serviceFacts(service),
    network: { zones: environment.network.zones.length },
  };
}

export function taskFacts(service: Service): RolloutFacts["task"] {
  const containers = Object.values(service.containers);
  const ports = containers.flatMap(({ ports: mappings }) => mappings.map(({ host }) => host));
  return {
    networkMode: service.networkMode,
    cpu: service.cpu ?? sum(containers.map(({ cpu }) => cpu)),
    memoryMiB: service.memoryMiB ?? sum(containers.map(({ memoryReservationMiB }) => memoryReservationMiB)),
    // In awsvpc mode a port is one of the task's own interface.
    hostPorts: service.networkMode === "awsvpc" ? [] : ports.filter((port) => port !== 0),
    architecture: service.architecture,
  };
}

/** The most that a command needs: of one-off tasks, a scheduled one or a migration. */
export function oneOffFacts({ oneOff, scheduled, migration }: Service): NonNullable<RolloutFacts["oneOff"]> {
  const commands = Object.entries({
    oneOff,
    ...(migration && { migration: migration.size }),
    ...Object.fromEntries(Object.entries(scheduled).map(([name, { size }]) => [`scheduled.${name}`, size])),
  });
  const largest = (of: "cpu" | "memoryReservationMiB") =>
    commands.reduce((most, one) => (one[1][of] > most[1][of] ? one : most), ["oneOff", oneOff] as const);
  const [[cpuOf, { cpu }], [memoryOf, { memoryReservationMiB: memoryMiB }]] = [
    largest("cpu"),
    largest("memoryReservationMiB"),
  ];
  const isOwn = cpuOf === "oneOff" && memoryOf === "oneOff";
  return { cpu, memoryMiB, ...(!isOwn && { fields: { cpu: cpuOf, memoryMiB: memoryOf } }) };
}

export function serviceFacts(service: Service): RolloutFacts["service"] {
  const { scaling, deployment } = service;
  const scheduled = Object.values(scaling.scheduled);
  return {
    // Scheduled actions set other limits, and a release may come at any time.
    minimum: Math.min(scaling.minimum, ...scheduled.map(({ minimum }) => minimum)),
    desired: scaling.desired,
    maximum: Math.max(scaling.maximum, ...scheduled.map(({ maximum }) => maximum)),
    deployment: deploymentFacts(deployment),
    ...placementFacts(service),
  };
}

/** Of GPUs, which no table has, an instance is taken to have enough for one task. */
function placementFacts({ placement, containers }: Service): Pick<RolloutFacts["service"], "placement"> {
  const { strategies = [], constraints = [] } = placement ?? {};
  const alone = constraints.some(({ type }) => type === "distinctInstance");
  const usesGpus = Object.values(containers).some(({ gpus }) => gpus !== undefined);
  if (alone || usesGpus) return { placement: "distinctInstance" };
  return strategies[0] === undefined || strategies[0].type === "spread" ? {} : { placement: "binpack" };
}

function deploymentFacts(deployment: Service["deployment"]): RolloutFacts["service"]["deployment"] {
  if (deployment.strategy === "rolling") {
    const { minimumHealthyPercent, maximumPercent } = deployment;
    return { minimumHealthyPercent, maximumPercent };
  }
  return { strategy: "blue-green", ...ofBlueGreen };
}
