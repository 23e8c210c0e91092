/**
 * A cluster as the AWS documentation describes it: instances of several Auto Scaling groups with resources left, daemons that
 * come first, tasks with states. Shares nothing with `rollout/` but the types of its input.
 */
import type { InstanceType } from "../../../aws/instance-types";
import type { SystemFacts, TaskFacts } from "../../../rollout";

export interface Daemon {
  readonly service: string;
  revision: "old" | "new";
  /** The room of a daemon is kept free while it is replaced. */
  state: "missing" | "stopped" | "starting" | "healthy";
}

export interface Instance {
  readonly capacity: string;
  readonly type: InstanceType;
  readonly zone: number;
  readonly template: "old" | "new";
  state: "launching" | "active" | "draining";
  cpu: number;
  memoryMiB: number;
  interfaces: number;
  readonly ports: Set<number>;
  readonly daemons: Daemon[];
}

export interface Task {
  readonly service: string;
  /** Runs one command and ends. */
  readonly isOneOff: boolean;
  readonly revision: "old" | "new";
  /** The capacity provider that ECS chose when the task was started. */
  readonly capacity: string;
  state: "provisioning" | "starting" | "healthy";
  on?: Instance;
}

/** Ports of the instance itself, of the 100 that may be in use. */
const taken = [22, 2375, 2376, 51678, 51679, 51680];

type Size = Pick<TaskFacts, "cpu" | "memoryMiB" | "networkMode" | "hostPorts">;

/** What a task takes; a one-off task takes no port of the instance. */
export function sizeOf({ services }: SystemFacts, { service, isOneOff }: Pick<Task, "service" | "isOneOff">): Size {
  const facts = services[service];
  if (facts === undefined) throw new RangeError(service);
  return isOneOff ? { ...facts.task, ...facts.oneOff, hostPorts: [] } : facts.task;
}

export function leavesRoom(instance: Instance, { cpu, memoryMiB, networkMode, hostPorts = [] }: Size): boolean {
  return (
    instance.cpu >= cpu &&
    instance.memoryMiB >= memoryMiB &&
    instance.interfaces >= (networkMode === "awsvpc" ? 1 : 0) &&
    hostPorts.every((port) => !instance.ports.has(port)) &&
    instance.ports.size + hostPorts.length <= 100
  );
}

/** @param times 1 where a task comes, -1 where it leaves */
export function take(instance: Instance, { cpu, memoryMiB, networkMode, hostPorts = [] }: Size, times: 1 | -1): void {
  instance.cpu -= times * cpu;
  instance.memoryMiB -= times * memoryMiB;
  if (networkMode === "awsvpc") instance.interfaces -= times;
  for (const port of hostPorts) {
    if (times === 1) instance.ports.add(port);
    else instance.ports.delete(port);
  }
}

/** Names of the daemons of a capacity: without a list of capacities one runs everywhere. */
export function daemonsOf({ services }: SystemFacts, capacity: string): readonly string[] {
  return Object.entries(services).flatMap(([name, service]) => {
    if (service.scheduling !== "daemon") return [];
    return service.capacity?.some((each) => each.name === capacity) === false ? [] : [name];
  });
}

/** A new instance, with the room for its daemons taken. */
export function made(
  system: SystemFacts,
  capacity: string,
  type: InstanceType,
  rest: Pick<Instance, "zone" | "template"> & { readonly revisionOf: (daemon: string) => Daemon["revision"] },
): Instance {
  const instance: Instance = {
    capacity,
    type,
    zone: rest.zone,
    template: rest.template,
    state: "launching",
    cpu: type.vCpu * 1024,
    // What the kernel keeps: 7.5 %, at least 64 MiB, and 64 MiB more on arm64.
    memoryMiB:
      Math.floor(type.memoryMiB - Math.max(type.memoryMiB * 0.075, 64)) -
      (type.architecture === "arm64" ? 64 : 0) -
      (system.capacities[capacity]?.reservedMemoryMiB ?? 0),
    interfaces: type.networkInterfaces - 1,
    ports: new Set(taken),
    daemons: [],
  };
  for (const service of daemonsOf(system, capacity)) {
    const size = sizeOf(system, { service, isOneOff: false });
    const fits = leavesRoom(instance, size);
    if (fits) take(instance, size, 1);
    instance.daemons.push({ service, revision: rest.revisionOf(service), state: fits ? "starting" : "missing" });
  }
  return instance;
}
