import type { Architecture, InstanceType } from "../aws/instance-types";
import { fieldOf, type FieldNames } from "./fields";

/**
 * What a rollout depends on, and nothing else. Fields are called and nested as in an environment, so that what the proof
 * says of one is where it is changed.
 */
export interface RolloutFacts {
  readonly capacity: CapacityFacts;
  readonly task: TaskFacts;
  /** A task that runs one command beside the service, without ports of the instance. @default - none runs */
  readonly oneOff?: {
    readonly cpu: number;
    readonly memoryMiB: number;
    /** Fields of the service whose task needs the most. @default - `oneOff` */
    readonly fields?: { readonly cpu: string; readonly memoryMiB: string };
  };
  readonly service: ServiceFacts;
  /** What daemons take of every instance, together. @default - nothing */
  readonly daemons?: DaemonShare;
  readonly network: {
    /** Availability Zones whose subnets the group launches into, 1 or more. */
    readonly zones: number;
  };
  /** What an environment calls these facts, where it does not call them so. @default - as here */
  readonly fields?: FieldNames;
}

/** The Auto Scaling group behind the capacity provider. */
export interface CapacityFacts {
  /** Names that `aws/instance-types.json` is asked for, or the facts themselves; one or more. */
  readonly instanceTypes: readonly (string | InstanceType)[];
  /** Instances the group never goes below. */
  readonly minimum: number;
  /** Instances the group never exceeds, 1 or more. */
  readonly maximum: number;
  /** Whether ECS moves the size of the group between the two. @default - true; else it stays at `minimum` */
  readonly managedScaling?: boolean;
  /** Percent of the instances that tasks should fill, 1 to 100. @default - 100 */
  readonly targetCapacityPercent?: number;
  /** Instances bought On-Demand before the Spot share counts. @default - `minimum` */
  readonly onDemandBase?: number;
  /** Percent of the instances above that base that are Spot. @default - 0 */
  readonly spotPercent?: number;
  /** `ECS_RESERVED_MEMORY` of the agent, in MiB. @default - 0, as the agent's own default */
  readonly reservedMemoryMiB?: number;
  /** Percent of the group's size that an instance refresh keeps to. @default - 90 and 100, AWS's own */
  readonly instanceRefresh?: { readonly minHealthyPercentage: number; readonly maxHealthyPercentage: number };
}

/** What ECS keeps free for daemons on every instance before it places other tasks. */
export interface DaemonShare {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  readonly hostPorts: readonly number[];
}

/** One task, as the scheduler counts it. */
export interface TaskFacts {
  readonly networkMode: "bridge" | "awsvpc" | "host" | "none";
  /** CPU units of the task, or the sum of its containers: 1024 a vCPU. */
  readonly cpu: number;
  /** MiB of the task, or the sum of its containers' `memoryReservation` (`memory` where a container has none). */
  readonly memoryMiB: number;
  /** Ports of the instance that every task takes: fixed ones in bridge mode, all of them in host mode. @default - none */
  readonly hostPorts?: readonly number[];
  /** What the image is built for. @default - unknown, so the instances only have to agree with each other */
  readonly architecture?: Architecture;
}

/** An ECS service. */
export interface ServiceFacts {
  /** Tasks that automatic scaling never goes below. */
  readonly minimum: number;
  /** Tasks at the first deployment. */
  readonly desired: number;
  /** Tasks that automatic scaling never exceeds, 1 or more: without any there is nothing to prove. */
  readonly maximum: number;
  readonly deployment: {
    /**
     * Rolling updates replace tasks within the percentages; blue/green deployments start all new tasks before an old one goes,
     * and the percentages hold while an instance drains.
     *
     * @default - "rolling"
     */
    readonly strategy?: "rolling" | "blue-green";
    /** 0 to 100, rounded up to whole tasks. */
    readonly minimumHealthyPercent: number;
    /** 100 to 200, rounded down to whole tasks. */
    readonly maximumPercent: number;
  };
  /** Over zones, on few instances, or at most one task of the service to an instance. @default - "spread" */
  readonly placement?: "spread" | "binpack" | "distinctInstance";
}

/** AWS's defaults of `StartInstanceRefresh`. Source: EC2 Auto Scaling API, `RefreshPreferences`. */
export const defaultInstanceRefresh = { minHealthyPercentage: 90, maxHealthyPercentage: 100 } as const;

/** Percentages and counts come from people; anything else would make a proof that proves nothing. */
const limits: readonly (readonly [string, (facts: RolloutFacts) => number | undefined, number, number])[] = [
  ["capacity.instanceTypes.length", ({ capacity }) => capacity.instanceTypes.length, 1, 40],
  ["capacity.minimum", ({ capacity }) => capacity.minimum, 0, 10_000],
  ["capacity.maximum", ({ capacity }) => capacity.maximum, 1, 10_000],
  ["capacity.targetCapacityPercent", ({ capacity }) => capacity.targetCapacityPercent, 1, 100],
  ["capacity.onDemandBase", ({ capacity }) => capacity.onDemandBase, 0, 10_000],
  ["capacity.spotPercent", ({ capacity }) => capacity.spotPercent, 0, 100],
  ["capacity.reservedMemoryMiB", ({ capacity }) => capacity.reservedMemoryMiB, 0, 33_554_432],
  [
    "capacity.instanceRefresh.minHealthyPercentage",
    ({ capacity }) => capacity.instanceRefresh?.minHealthyPercentage,
    0,
    100,
  ],
  [
    "capacity.instanceRefresh.maxHealthyPercentage",
    ({ capacity }) => capacity.instanceRefresh?.maxHealthyPercentage,
    100,
    200,
  ],
  ["task.cpu", ({ task }) => task.cpu, 0, 196_608],
  ["task.memoryMiB", ({ task }) => task.memoryMiB, 1, 33_554_432],
  ["task.oneOff.cpu", ({ oneOff }) => oneOff?.cpu, 0, 196_608],
  ["task.oneOff.memoryReservationMiB", ({ oneOff }) => oneOff?.memoryMiB, 1, 33_554_432],
  ["service.minimum", ({ service }) => service.minimum, 0, 5000],
  ["service.desired", ({ service }) => service.desired, 0, 5000],
  ["service.maximum", ({ service }) => service.maximum, 1, 5000],
  ["service.deployment.minimumHealthyPercent", ({ service }) => service.deployment.minimumHealthyPercent, 0, 100],
  ["service.deployment.maximumPercent", ({ service }) => service.deployment.maximumPercent, 100, 200],
  ["network.zones", ({ network }) => network.zones, 1, 26],
];

/** @throws RangeError naming the field, what was got and what is allowed */
export function checkFacts(facts: RolloutFacts): void {
  for (const [field, read, from, to] of limits) {
    const value = read(facts);
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < from || value > to) {
      throw new RangeError(
        `${fieldOf(facts, field)} must be a whole number from ${from} to ${to}, got ${String(value)}`,
      );
    }
  }
  const { capacity, service, task } = facts;
  const atMost = (field: string, value: number, limitField: string, limit: number) => {
    if (value <= limit) return;
    throw new RangeError(
      `${fieldOf(facts, field)} must be at most ${fieldOf(facts, limitField)} (${limit}), got ${value}`,
    );
  };
  atMost("capacity.minimum", capacity.minimum, "capacity.maximum", capacity.maximum);
  atMost("service.minimum", service.minimum, "service.desired", service.desired);
  atMost("service.desired", service.desired, "service.maximum", service.maximum);
  for (const port of task.hostPorts ?? []) {
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) continue;
    throw new RangeError(
      `${fieldOf(facts, "task.hostPorts")} must hold ports from 1 to 65535, got ${port}; leave out a port that Docker finds itself`,
    );
  }
}
