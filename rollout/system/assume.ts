import type { InstanceType } from "../../aws/instance-types";
import { hardwareMemoryMiB, noDaemons, resolveTypes } from "../instance";
import type { InstanceTypeRequirement } from "../requirements";
import { smallest } from "../search";
import { blockageOf, partsAround, type Part } from "./blocked";
import type { SystemFacts } from "./facts";
import { capacityOf, countedOn, daemonShare, daemonsOn, serviceOf, viewOf } from "./parts";

/** A system whose instance types are all known, and what that asks of those that the table does not know. */
export interface Assumed {
  readonly system: SystemFacts;
  /** By name of the capacity. */
  readonly requirements: Readonly<Record<string, readonly InstanceTypeRequirement[]>>;
}

/**
 * Takes each unknown type for one that holds so many of the largest tasks: as few as leave nothing blocked that larger ones
 * would not leave blocked.
 *
 * @param capacities the names of those to look at
 */
export function assumeTypes(system: SystemFacts, capacities: readonly string[]): Assumed {
  const names = capacities.filter((name) => resolveTypes({ capacity: capacityOf(system, name) }).unknown.length > 0);
  if (names.length === 0) return { system, requirements: {} };
  const parts = names.flatMap((name) => partsAround(system, { kind: "capacity", name }));
  const blocked = (tasks: number) => {
    const assumed = withTypes(system, names, tasks);
    return parts.filter((part: Part) => blockageOf(assumed, part) !== undefined).length;
  };
  const most = mostTasks(system);
  const fewest = blocked(most);
  const tasks = smallest(1, most, (candidate) => blocked(candidate) <= fewest) ?? most;
  return {
    system: withTypes(system, names, tasks),
    requirements: Object.fromEntries(names.map((name) => [name, requirementsOf(system, name, tasks)])),
  };
}

/** As many as all that could ever run together. */
function mostTasks(system: SystemFacts): number {
  const counts = Object.keys(system.capacities).flatMap((capacity) =>
    countedOn(system, capacity).map((name) => viewOf(system, name, capacity).service.maximum),
  );
  return 1 + 2 * counts.reduce((sum, count) => sum + count, 0);
}

function withTypes(system: SystemFacts, names: readonly string[], tasks: number): SystemFacts {
  const changed = names.map((name) => {
    const capacity = capacityOf(system, name);
    const { known } = resolveTypes({ capacity });
    const assumed = requirementsOf(system, name, tasks).map(typeOf);
    return [name, { ...capacity, instanceTypes: [...known, ...assumed] }] as const;
  });
  return { ...system, capacities: { ...system.capacities, ...Object.fromEntries(changed) } };
}

function typeOf(requirement: InstanceTypeRequirement): InstanceType {
  const { instanceType, vCpu, memoryMiB, networkInterfaces = 1, architecture = "x86_64" } = requirement;
  return { name: instanceType, vCpu, memoryMiB, networkInterfaces, architecture };
}

/** What a type has to offer that holds so many of the largest tasks beside the daemons. */
function requirementsOf(system: SystemFacts, name: string, tasks: number): readonly InstanceTypeRequirement[] {
  const capacity = capacityOf(system, name);
  const { known, unknown } = resolveTypes({ capacity });
  const services = [...countedOn(system, name), ...daemonsOn(system, name)].map((each) => serviceOf(system, each));
  const counted = countedOn(system, name).map((each) => serviceOf(system, each).task);
  const largest = (sizes: readonly number[]) => Math.max(0, ...sizes);
  const oneOffs = services.flatMap(({ oneOff }) => oneOff ?? []);
  const daemons = daemonShare(system, name) ?? noDaemons;
  const cpu = Math.max(tasks * largest(counted.map((task) => task.cpu)), largest(oneOffs.map((task) => task.cpu)));
  const memoryMiB = Math.max(
    tasks * largest(counted.map((task) => task.memoryMiB)),
    largest(oneOffs.map((task) => task.memoryMiB)),
  );
  const hasInterfaces = services.some(({ task }) => task.networkMode === "awsvpc");
  const architecture = services.find(({ task }) => task.architecture !== undefined)?.task.architecture;
  const expected = known[0]?.architecture ?? architecture;
  return unknown.map((instanceType) => ({
    instanceType,
    tasks,
    vCpu: Math.ceil((cpu + daemons.cpu) / 1024),
    memoryMiB: hardwareMemoryMiB(memoryMiB + daemons.memoryMiB + (capacity.reservedMemoryMiB ?? 0), expected),
    ...(hasInterfaces && { networkInterfaces: 1 + daemons.networkInterfaces + tasks }),
    ...(expected !== undefined && { architecture: expected }),
  }));
}
