import type { CapacityFacts, RolloutFacts, ServiceFacts, TaskFacts } from "../facts";

/** What the rollouts of several services depend on that share capacities, or use a mix of them. */
export interface SystemFacts {
  /** Auto Scaling groups by name, one or more. */
  readonly capacities: Readonly<Record<string, SystemCapacityFacts>>;
  /** Services by name, one or more. */
  readonly services: Readonly<Record<string, SystemServiceFacts>>;
  readonly network: RolloutFacts["network"];
}

export interface SystemCapacityFacts extends CapacityFacts {
  /** Where an environment has it: `capacity`. @default - `capacities.<name>` */
  readonly field?: string;
}

export type SystemServiceFacts = ReplicaFacts | SingletonFacts | DaemonFacts;

interface CommonFacts {
  readonly task: TaskFacts;
  /** The most CPU and the most memory of the tasks that run one command on the same capacities. @default - none runs */
  readonly oneOff?: RolloutFacts["oneOff"];
  /** Where an environment has it. @default - `services.<name>` */
  readonly field?: string;
}

/** As many tasks as automatic scaling sets. */
export interface ReplicaFacts extends CommonFacts {
  /** @default "replica" */
  readonly scheduling?: "replica";
  readonly service: ServiceFacts;
  /** One, or several with weights. */
  readonly capacity: readonly CapacityShare[];
}

/** Never two tasks at once: the old one stops before the new one starts. */
export interface SingletonFacts extends CommonFacts {
  readonly scheduling: "singleton";
  readonly service: {
    /** 0 or 1. @default 1 */
    readonly desired?: number;
    readonly placement?: ServiceFacts["placement"];
  };
  /** One, or several with weights. */
  readonly capacity: readonly CapacityShare[];
}

/**
 * One task on every instance, new ones included; the old one stops before the new one starts, because ECS allows no
 * `maximumPercent` above 100.
 */
export interface DaemonFacts extends CommonFacts {
  readonly scheduling: "daemon";
  readonly service: {
    /** @default - 0 */
    readonly deployment?: { readonly minimumHealthyPercent: number };
  };
  /** Capacities on whose instances it runs. @default - all: ECS takes no capacity provider strategy for a daemon */
  readonly capacity?: readonly { readonly name: string }[];
}

/** A part of a capacity provider strategy. */
export interface CapacityShare {
  /** Name in `capacities`. */
  readonly name: string;
  /** Share of the tasks above `base`, relative to the other weights: 0 to 1000, and above 0 somewhere. */
  readonly weight: number;
  /** Tasks that run here before the weights count, 0 to 100,000; of one capacity only. */
  readonly base: number;
}
