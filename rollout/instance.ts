import { instanceType, type Architecture, type InstanceType } from "../aws/instance-types";
import type { DaemonShare, RolloutFacts } from "./facts";

/** Taken on every instance: SSH, Docker, ECS agent. Source: ECS API, `PortMapping` hostPort. */
export const reservedPorts: readonly number[] = [22, 2375, 2376, 51678, 51679, 51680];

/** Host ports in use on an instance at once, the reserved ones included. Source: ECS API, `PortMapping` hostPort. */
export const portsPerInstance = 100;

/**
 * MiB that ECS registers of an instance, before `ECS_RESERVED_MEMORY`: a bound from below, since AWS says that it is less
 * than the hardware's but not how much.
 *
 * 7.5 % of the hardware is what Karpenter takes off every EC2 instance type, chosen so that it never promises memory that a
 * node turns out not to have (aws/karpenter-provider-aws 7929); 64 MiB covers the smallest types (a t3a.nano of 512 MiB has
 * 452.6: 419 there), and on arm64 the kernel keeps another 64 MiB for itself (3940 there).
 */
export function registeredMemoryMiB({ memoryMiB, architecture }: InstanceType): number {
  return Math.min(Math.floor((memoryMiB * 37) / 40), memoryMiB - 64) - kernelExtraMiB(architecture);
}

/** Hardware MiB from which on an instance registers this much; the inverse of `registeredMemoryMiB`. */
export function hardwareMemoryMiB(registeredMiB: number, architecture: Architecture | undefined): number {
  const visible = registeredMiB + kernelExtraMiB(architecture ?? "arm64");
  return Math.max(Math.ceil((visible * 40) / 37), visible + 64);
}

function kernelExtraMiB(architecture: Architecture): number {
  return architecture === "arm64" ? 64 : 0;
}

export type Resource = "cpu" | "memory" | "network interfaces" | "host port" | "distinctInstance";

/** How many tasks one resource of an instance lets run. */
export interface Limit {
  readonly resource: Resource;
  /** What a task takes, and what an instance has for tasks: CPU units, MiB, interfaces, or ports. */
  readonly each: number;
  readonly available: number;
  readonly tasks: number;
}

/** How many tasks of the service fit on an instance. */
export interface Fit {
  readonly tasks: number;
  /** The resource that ends first. */
  readonly boundBy: Limit;
  readonly limits: readonly Limit[];
}

export interface TypeFit extends Fit {
  readonly type: InstanceType;
}

/** The types that the table knows, or whose facts were given, and the names of those it does not. */
export function resolveTypes({ capacity }: Pick<RolloutFacts, "capacity">): {
  readonly known: readonly InstanceType[];
  readonly unknown: readonly string[];
} {
  const resolved = capacity.instanceTypes.map((type) =>
    typeof type === "string" ? (instanceType(type) ?? type) : type,
  );
  return {
    known: resolved.filter((type) => typeof type !== "string"),
    unknown: resolved.filter((type) => typeof type === "string"),
  };
}

/** Where no daemon runs. */
export const noDaemons: DaemonShare = { cpu: 0, memoryMiB: 0, networkInterfaces: 0, hostPorts: [] };

/** What an instance of this type has for tasks beside daemons. */
export function roomOn(
  type: InstanceType,
  { capacity, daemons = noDaemons }: Pick<RolloutFacts, "capacity" | "daemons">,
): { readonly cpu: number; readonly memoryMiB: number; readonly networkInterfaces: number } {
  return {
    cpu: type.vCpu * 1024 - daemons.cpu,
    memoryMiB: registeredMemoryMiB(type) - (capacity.reservedMemoryMiB ?? 0) - daemons.memoryMiB,
    // One is the instance's own; trunking, which offers more, is off unless the account turns it on.
    networkInterfaces: type.networkInterfaces - 1 - daemons.networkInterfaces,
  };
}

/** How many tasks fit on an instance of this type when no other service than daemons runs there. */
export function fitOn(type: InstanceType, facts: RolloutFacts): TypeFit {
  const { task } = facts;
  const room = roomOn(type, facts);
  const limits: Limit[] = [limit("cpu", task.cpu, room.cpu), limit("memory", task.memoryMiB, room.memoryMiB)];
  if (task.networkMode === "awsvpc") limits.push(limit("network interfaces", 1, room.networkInterfaces));
  limits.push(...sharingLimits(facts));
  return { type, ...fitOf(limits) };
}

/** What limits the tasks of an instance whatever its type. */
export function sharingLimits(facts: RolloutFacts): readonly Limit[] {
  const { task, service } = facts;
  const { hostPorts = [] } = task;
  const limits: Limit[] = [];
  if (hostPorts.length > 0) {
    const available = portsAreFree(facts) ? hostPorts.length : 0;
    limits.push({ resource: "host port", each: hostPorts.length, available, tasks: available > 0 ? 1 : 0 });
  }
  if (service.placement === "distinctInstance") {
    limits.push({ resource: "distinctInstance", each: 1, available: 1, tasks: 1 });
  }
  return limits;
}

/** Whether an instance that runs daemons alone has the ports. */
function portsAreFree({ task: { hostPorts = [] }, daemons = noDaemons }: RolloutFacts): boolean {
  const taken = [...reservedPorts, ...daemons.hostPorts];
  return !hostPorts.some((port) => taken.includes(port)) && hostPorts.length <= portsPerInstance - taken.length;
}

/**
 * The fit that counts when a group has several types. Any of them may be launched, and managed scaling adds no instance at
 * all for a task that the smallest does not hold.
 */
export function smallestFit(fits: readonly TypeFit[]): TypeFit | undefined {
  return fits.reduce<TypeFit | undefined>(
    (smallest, fit) => (smallest === undefined || fit.tasks < smallest.tasks ? fit : smallest),
    undefined,
  );
}

function limit(resource: Resource, each: number, available: number): Limit {
  const fitting = each === 0 ? Number.POSITIVE_INFINITY : Math.floor(available / each);
  const tasks = available < 0 ? 0 : fitting;
  return { resource, each, available, tasks };
}

/** Where two resources end together, the one that no bigger instance would help: ports and constraints stand last. */
function fitOf(limits: readonly Limit[]): Fit {
  const boundBy = limits.reduce((tightest, next) => (next.tasks <= tightest.tasks ? next : tightest));
  return { tasks: boundBy.tasks, boundBy, limits };
}
