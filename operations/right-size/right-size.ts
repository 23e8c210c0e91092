import { instanceType } from "../../aws/instance-types";
import type { Environment } from "../../modules/platform/environment";
import type { Measurements } from "./read";

/** What a container reserves, what it used, and the values to write into the environment. */
export interface Sized {
  /** Of the environment, such as "services.web.containers.app". */
  readonly field: string;
  readonly reserved: Size;
  /** The highest use of two weeks; of CPU, what 95 % of the hours stayed below. @default - not measured */
  readonly used?: Size;
  /** Values to set. @default - not measured, or right already */
  readonly set?: Size;
  /** Of one task; negative where more is needed. */
  readonly saves: Size;
  /** Desired tasks of the service. */
  readonly tasks: number;
}

export interface Size {
  /** CPU units, of which 1024 are one vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** The part of the load that never stops, which a reservation or a savings plan would cover. */
export interface BaseLoad {
  /** Instances that always ran. */
  readonly instances: number;
  /** On average. */
  readonly average: number;
  /** 0 to 1. */
  readonly share: number;
  readonly vCpu: number;
  readonly memoryGiB: number;
}

export interface RightSizing {
  /** Hours that were measured. */
  readonly hours: number;
  readonly containers: readonly Sized[];
  /** Of all desired tasks. */
  readonly saves: Size;
  /** @default - not measured */
  readonly base?: BaseLoad;
}

/** Room above what was used: a peak that two weeks did not show. CPU is a share, which a container may exceed; memory is not. */
const headroom = { cpu: 1.2, memory: 1.25 };
/** Steps, so that a value does not change with each look, and the least that a container gets. */
const step = 64;
/** Share of the reserved value below which a difference is not worth a deployment. */
const worth = 0.15;

export function rightSize(environment: Environment, { containers, instances }: Measurements): RightSizing {
  const services = Object.values(environment.services);
  const sized = services.flatMap((service) =>
    Object.entries(service.containers).map(([name, container]) => {
      const measured = containers.find((one) => one.service === service.name && one.container === name);
      const field = `${service.field}.containers.${name}`;
      const reserved = { cpu: container.cpu, memoryMiB: container.memoryReservationMiB ?? container.memoryMiB ?? 0 };
      const none = { field, reserved, saves: { cpu: 0, memoryMiB: 0 }, tasks: service.scaling.desired };
      if (measured === undefined || measured.cpu.length === 0 || measured.memoryMiB.length === 0) return none;
      const used = {
        cpu: Math.round(below(measured.cpu, 0.95)),
        memoryMiB: Math.round(Math.max(...measured.memoryMiB)),
      };
      const set = {
        cpu: settled(reserved.cpu, used.cpu * headroom.cpu),
        memoryMiB: settled(reserved.memoryMiB, used.memoryMiB * headroom.memory),
      };
      const saves = { cpu: reserved.cpu - set.cpu, memoryMiB: reserved.memoryMiB - set.memoryMiB };
      const changes = saves.cpu !== 0 || saves.memoryMiB !== 0;
      return { ...none, used, saves, ...(changes && { set }) };
    }),
  );
  const sum = (of: (size: Size) => number) => sized.reduce((all, { saves, tasks }) => all + of(saves) * tasks, 0);
  const base = baseLoad(environment, instances);
  return {
    hours: Math.max(0, ...containers.map(({ memoryMiB }) => memoryMiB.length)),
    containers: sized,
    saves: { cpu: sum(({ cpu }) => cpu), memoryMiB: sum(({ memoryMiB }) => memoryMiB) },
    ...(base !== undefined && { base }),
  };
}

/** A reserved value stays where the better one is not far from it. */
function settled(reserved: number, wanted: number): number {
  const value = Math.max(step, Math.ceil(wanted / step) * step);
  return Math.abs(reserved - value) > reserved * worth ? value : reserved;
}

/** The value that a share of all values stays below. */
function below(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Of several instance types the smallest counts: no more is certain. */
function baseLoad({ capacities }: Environment, counts: readonly number[]): BaseLoad | undefined {
  if (counts.length === 0) return undefined;
  const instances = Math.min(...counts);
  const average = counts.reduce((all, one) => all + one, 0) / counts.length;
  const types = Object.values(capacities).flatMap((one) =>
    one.instanceTypes.flatMap((name) => instanceType(name) ?? []),
  );
  const smallest = (of: (type: (typeof types)[number]) => number) => Math.min(...types.map(of));
  return {
    instances,
    average,
    share: average === 0 ? 0 : instances / average,
    vCpu: types.length === 0 ? 0 : instances * smallest(({ vCpu }) => vCpu),
    memoryGiB: types.length === 0 ? 0 : (instances * smallest(({ memoryMiB }) => memoryMiB)) / 1024,
  };
}
