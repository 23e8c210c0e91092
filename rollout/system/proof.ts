import type { RolloutStep } from "../decide";
import type { Fix } from "../fixes";
import type { InstanceRefresh } from "../instance-refresh";
import type { Proof } from "../proof";
import type { InstanceTypeRequirement } from "../requirements";
import type { SystemFacts } from "./facts";

export type Verdict = Proof["verdict"];

/** That every service can be placed at its maximum, all at once, and that each rollout can finish while the others are there. */
export interface SystemProof {
  /** Blocked where any part is, and undecided where any is. */
  readonly verdict: Verdict;
  readonly facts: SystemFacts;
  readonly services: Readonly<Record<string, ServiceProof>>;
  readonly capacities: Readonly<Record<string, CapacityProof>>;
}

/** The proof of a service: to the last task where no other uses its only capacity, else on the safe side. */
export type ServiceProof = AloneProof | SharedProof;

/** A service that has its only capacity for itself. */
export interface AloneProof {
  readonly sharing: "alone";
  readonly verdict: Verdict;
  readonly capacity: string;
  readonly proof: Proof;
}

/** A service whose instances others use, too, or that uses several capacities. */
export interface SharedProof {
  readonly sharing: "shared";
  readonly verdict: Verdict;
  readonly scheduling: "replica" | "singleton" | "daemon";
  /** Where it runs, by name in `capacities`. */
  readonly capacities: Readonly<Record<string, Places>>;
  /** By number of tasks: `desired`, then `maximum`; none of a daemon. */
  readonly scenarios: readonly SharedScenario[];
  /** The first step that cannot be made. @default - all can */
  readonly blockage?: SystemBlockage;
  /** What is worth knowing though it blocks nothing. */
  readonly notes: readonly string[];
}

/** The tasks of a service on one capacity. */
export interface Places {
  /** Tasks there while the service has its maximum: of a mix, the most that its weights can bring. */
  readonly tasks: number;
  /** Tasks of this service that an instance with daemons and without other tasks holds. @default - no type is known */
  readonly tasksPerInstance?: number;
}

/** What happens while a service has this many tasks, and all others their maximum. */
export interface SharedScenario {
  readonly tasks: number;
  readonly minimumHealthy: number;
  readonly maximumTasks: number;
}

/** One capacity, with all its services at their maximum. */
export interface CapacityProof {
  readonly verdict: Verdict;
  /** Services whose tasks it runs, without daemons. */
  readonly services: readonly string[];
  readonly daemons: readonly string[];
  /** Instances that can be had. */
  readonly instancesAvailable: number;
  /** Instances at rest, however the tasks are placed. */
  readonly instancesAtRest: number;
  readonly instanceRefresh: InstanceRefresh;
  /** What the types have to offer that the table does not know. */
  readonly requirements: readonly InstanceTypeRequirement[];
  /** @default - nothing blocks */
  readonly blockage?: SystemBlockage;
}

/** A step that cannot be made. */
export interface SystemBlockage {
  readonly at: RolloutStep;
  /** Tasks of the service at which it happens, while all others have their maximum. */
  readonly tasks: number;
  readonly reason: string;
  /** Place of what blocks in the order of the proof. */
  readonly rank: number;
  /** Changes after which this part is no longer blocked, and no other part is that was not: smallest first. */
  readonly fixes: readonly Fix[];
}
