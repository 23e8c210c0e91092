import { instancesAvailable } from "../counts";
import type { RolloutFacts } from "../facts";
import { noDaemons, portsPerInstance, reservedPorts, resolveTypes, roomOn } from "../instance";
import type { SystemFacts } from "./facts";
import { mostFilled, type Amounts, type Crowd, type Kind } from "./packing";
import { capacityOf, countedOn, countsOf, daemonShare, isDaemon, serviceOf, viewOf, type CountedFacts } from "./parts";
import { mostTasksOn } from "./shares";

/** A service that runs a number of tasks. @throws RangeError for a daemon */
export function countedOf(system: SystemFacts, name: string): CountedFacts {
  const service = serviceOf(system, name);
  if (isDaemon(service)) throw new RangeError(`services.${name} is a daemon`);
  return service;
}

/** Most tasks of a service that run on a capacity, with its maximum of tasks. */
export function tasksAtRest(system: SystemFacts, service: string, capacity: string): number {
  const facts = countedOf(system, service);
  return mostTasksOn(facts.capacity, capacity, countsOf(facts).maximum);
}

/**
 * Most instances of a capacity that have no room for one more task of a service, beside so many of its own and all tasks of
 * the others.
 */
export function instancesFilled(
  system: SystemFacts,
  service: string,
  capacity: string,
  own: number,
  limit?: number,
): number {
  const view = viewOf(system, service, capacity);
  const others = countedOn(system, capacity).filter((name) => name !== service);
  const crowds: readonly Crowd[] = [
    { kind: kindOf(service, view), count: own },
    ...others.map((name) => ({
      kind: kindOf(name, viewOf(system, name, capacity)),
      count: tasksAtRest(system, name, capacity),
    })),
  ];
  return mostFilled(roomsOf(system, capacity), crowds, kindOf(service, view), limit);
}

/** As `instancesFilled`, for a one-off task of the service beside the most tasks of all. */
export function oneOffFilled(system: SystemFacts, service: string, capacity: string): number {
  const view = viewOf(system, service, capacity);
  const { oneOff = { cpu: 0, memoryMiB: 0 } } = view;
  const crowds = countedOn(system, capacity).map((name) => ({
    kind: kindOf(name, viewOf(system, name, capacity)),
    count: tasksAtRest(system, name, capacity),
  }));
  const task = { ...view.task, ...oneOff, hostPorts: [] };
  const newcomer = kindOf("", { ...view, task, service: { ...view.service, placement: "spread" } });
  return mostFilled(roomsOf(system, capacity), crowds, newcomer);
}

/** Whether one more task of a service has a place, wherever its own and all others are. */
export function hasPlace(system: SystemFacts, service: string, capacity: string, own: number): boolean {
  const available = instancesAvailable({ capacity: capacityOf(system, capacity) });
  return instancesFilled(system, service, capacity, own, available) < available;
}

/** What instances of each known type have for tasks beside daemons. */
function roomsOf(system: SystemFacts, capacity: string): readonly Amounts[] {
  const facts = { capacity: capacityOf(system, capacity), daemons: daemonShare(system, capacity) ?? noDaemons };
  const ports = portsPerInstance - reservedPorts.length - facts.daemons.hostPorts.length;
  return resolveTypes(facts).known.map((type) => {
    const { cpu, memoryMiB, networkInterfaces } = roomOn(type, facts);
    return [cpu, memoryMiB, networkInterfaces, ports];
  });
}

function kindOf(name: string, { task, service }: RolloutFacts): Kind {
  const { hostPorts = [] } = task;
  return {
    name,
    takes: [task.cpu, task.memoryMiB, task.networkMode === "awsvpc" ? 1 : 0, hostPorts.length],
    hostPorts,
    distinct: service.placement === "distinctInstance",
  };
}
