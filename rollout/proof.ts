import type { Blockage } from "./decide";
import type { RolloutFacts } from "./facts";
import type { Fix } from "./fixes";
import type { TypeFit } from "./instance";
import type { InstanceRefresh } from "./instance-refresh";
import type { InstanceTypeRequirement } from "./requirements";
import type { RollingUpdate } from "./rolling-update";
import type { ZoneLoss } from "./zone-loss";

/** What happens while the service has this many tasks. */
export interface Scenario {
  readonly tasks: number;
  readonly instancesAtRest: number;
  readonly rollingUpdate: RollingUpdate;
  readonly instanceRefresh: InstanceRefresh;
  readonly zoneLoss: ZoneLoss;
}

/** Tasks that can be added to `service.desired`. */
export interface Headroom {
  /** As many as all instances hold. */
  readonly atRest: number;
  /** As many as still leave a rolling update a way to finish. */
  readonly duringUpdate: number;
  /** As many as `service.maximum` lets automatic scaling add. */
  readonly allowed: number;
}

export interface Numbers {
  readonly facts: RolloutFacts;
  /** Tasks on one instance of the type that holds fewest; every number below counts on no more. */
  readonly tasksPerInstance: number;
  /** Each known type, in the order given. */
  readonly types: readonly TypeFit[];
  /** The known type that holds fewest. @default - no type is known */
  readonly smallest?: TypeFit;
  readonly atDesired: Scenario;
  readonly atMaximum: Scenario;
  readonly headroom: Headroom;
  /** What is worth knowing though it blocks nothing. */
  readonly notes: readonly string[];
}

/** Every step can be made, at every number of tasks from `service.minimum` to `service.maximum`. */
export interface Proven extends Numbers {
  readonly verdict: "proven";
}

/** As proven, if the types that the table does not know fulfil their requirements. */
export interface Undecided extends Numbers {
  readonly verdict: "undecided";
  readonly requirements: readonly InstanceTypeRequirement[];
}

/** A step that cannot be made. */
export interface Blocked extends Blockage {
  readonly verdict: "blocked";
  readonly facts: RolloutFacts;
  /** Changes after which everything is proven, smallest first; empty only where no single place could help. */
  readonly fixes: readonly Fix[];
}

export type Proof = Proven | Undecided | Blocked;
