import { fieldNames } from "../fields";
import type { DaemonShare, RolloutFacts, ServiceFacts } from "../facts";
import type {
  DaemonFacts,
  ReplicaFacts,
  SingletonFacts,
  SystemCapacityFacts,
  SystemFacts,
  SystemServiceFacts,
} from "./facts";

/** A service that runs a number of tasks, rather than one on each instance. */
export type CountedFacts = ReplicaFacts | SingletonFacts;

export function isDaemon(service: SystemServiceFacts): service is DaemonFacts {
  return service.scheduling === "daemon";
}

export const serviceField = ({ services }: SystemFacts, name: string): string =>
  services[name]?.field ?? `services.${name}`;

export const capacityField = ({ capacities }: SystemFacts, name: string): string =>
  capacities[name]?.field ?? `capacities.${name}`;

export function serviceOf({ services }: SystemFacts, name: string): SystemServiceFacts {
  const service = services[name];
  if (service === undefined) throw new RangeError(`services.${name} does not exist`);
  return service;
}

export function capacityOf({ capacities }: SystemFacts, name: string): SystemCapacityFacts {
  const capacity = capacities[name];
  if (capacity === undefined) throw new RangeError(`capacities.${name} does not exist`);
  return capacity;
}

/** Names of the capacities that a service uses. */
export function capacitiesOf(system: SystemFacts, name: string): readonly string[] {
  const service = serviceOf(system, name);
  return service.capacity?.map((share) => share.name) ?? Object.keys(system.capacities);
}

/** Names of the services that run a number of tasks on a capacity. */
export function countedOn(system: SystemFacts, capacity: string): readonly string[] {
  return servicesOn(system, capacity).filter((name) => !isDaemon(serviceOf(system, name)));
}

/** Names of the services with a task on each instance of a capacity. */
export function daemonsOn(system: SystemFacts, capacity: string): readonly string[] {
  return servicesOn(system, capacity).filter((name) => isDaemon(serviceOf(system, name)));
}

function servicesOn(system: SystemFacts, capacity: string): readonly string[] {
  return Object.keys(system.services).filter((name) => capacitiesOf(system, name).includes(capacity));
}

/** A singleton is one task that stops before it starts. */
export function countsOf(service: CountedFacts): ServiceFacts {
  if (service.scheduling !== "singleton") return service.service;
  const { desired = 1, placement } = service.service;
  return {
    minimum: desired,
    desired,
    maximum: 1,
    deployment: { minimumHealthyPercent: 0, maximumPercent: 100 },
    ...(placement !== undefined && { placement }),
  };
}

/** What the daemons of a capacity take together. @param names which of them. @default - all */
export function daemonShare(
  system: SystemFacts,
  capacity: string,
  names: readonly string[] = daemonsOn(system, capacity),
): DaemonShare | undefined {
  if (names.length === 0) return undefined;
  const tasks = names.map((name) => serviceOf(system, name).task);
  const total = (each: (task: (typeof tasks)[number]) => number) => tasks.reduce((sum, task) => sum + each(task), 0);
  return {
    cpu: total(({ cpu }) => cpu),
    memoryMiB: total(({ memoryMiB }) => memoryMiB),
    networkInterfaces: total(({ networkMode }) => (networkMode === "awsvpc" ? 1 : 0)),
    hostPorts: tasks.flatMap(({ hostPorts = [] }) => hostPorts),
  };
}

/** Facts do not change, and a search for fixes asks for the same views many times. */
const views = new WeakMap<SystemFacts, Map<string, RolloutFacts>>();

/** One service on one of its capacities, as if it were alone there with the daemons. */
export function viewOf(system: SystemFacts, service: string, capacity: string): RolloutFacts {
  const ofSystem = views.get(system) ?? new Map<string, RolloutFacts>();
  views.set(system, ofSystem);
  const key = `${service}/${capacity}`;
  const view = ofSystem.get(key) ?? makeView(system, service, capacity);
  ofSystem.set(key, view);
  return view;
}

function makeView(system: SystemFacts, service: string, capacity: string): RolloutFacts {
  const facts = serviceOf(system, service);
  const daemons = daemonShare(
    system,
    capacity,
    daemonsOn(system, capacity).filter((name) => name !== service),
  );
  return {
    capacity: capacityOf(system, capacity),
    task: facts.task,
    ...(facts.oneOff && { oneOff: facts.oneOff }),
    service: isDaemon(facts) ? ofDaemon(facts) : countsOf(facts),
    ...(daemons && { daemons }),
    network: system.network,
    fields: fieldNames(serviceField(system, service), capacityField(system, capacity), facts.oneOff?.fields),
  };
}

/** On an instance a daemon has one task, which stops before the next one starts. */
function ofDaemon({ service }: DaemonFacts): ServiceFacts {
  const { minimumHealthyPercent = 0 } = service.deployment ?? {};
  return { minimum: 1, desired: 1, maximum: 1, deployment: { minimumHealthyPercent, maximumPercent: 100 } };
}

/** The system with what was changed in such a view. */
export function withView(system: SystemFacts, service: string, capacity: string, view: RolloutFacts): SystemFacts {
  return {
    ...system,
    network: view.network,
    capacities: { ...system.capacities, [capacity]: { ...capacityOf(system, capacity), ...view.capacity } },
    services: { ...system.services, [service]: withChanges(serviceOf(system, service), view) },
  };
}

function withChanges(facts: SystemServiceFacts, { task, oneOff, service }: RolloutFacts): SystemServiceFacts {
  const common = { task, ...(oneOff && { oneOff }) };
  if (facts.scheduling === "daemon") {
    const { minimumHealthyPercent } = service.deployment;
    return { ...facts, ...common, service: { deployment: { minimumHealthyPercent } } };
  }
  if (facts.scheduling === "singleton") {
    const { desired, placement } = service;
    return { ...facts, ...common, service: { desired, ...(placement && { placement }) } };
  }
  return { ...facts, ...common, service };
}

/** The capacity of a service that shares it with daemons alone. */
export function loneCapacity(system: SystemFacts, name: string): string | undefined {
  if (isDaemon(serviceOf(system, name))) return undefined;
  const [capacity, ...others] = capacitiesOf(system, name);
  if (capacity === undefined || others.length > 0 || countedOn(system, capacity).length > 1) return undefined;
  return capacity;
}
