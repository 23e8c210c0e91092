import { instancesFor, slotsAvailable } from "./counts";
import { decide, type Blockage } from "./decide";
import { checkFacts, type RolloutFacts } from "./facts";
import { findFixes, type Fix } from "./fixes";
import { smallestFit, type TypeFit } from "./instance";
import { instanceRefresh, type InstanceRefresh } from "./instance-refresh";
import { notes } from "./notes";
import type { InstanceTypeRequirement } from "./requirements";
import { greenFits, rollingUpdate, rollingUpdateFinishes, type RollingUpdate } from "./rolling-update";
import { zoneLoss, type ZoneLoss } from "./zone-loss";

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

/**
 * Proves that a service can be placed on its instances, and that every rolling update, instance refresh and loss of a zone
 * can make progress; or says what blocks.
 *
 * @throws RangeError where a fact is out of its range
 */
export function proveRollout(facts: RolloutFacts): Proof {
  checkFacts(facts);
  const decision = decide(facts);
  if (decision.blockage !== undefined) {
    return { verdict: "blocked", ...decision.blockage, facts, fixes: findFixes(facts) };
  }
  const { slots, fits, requirements } = decision;
  const { desired, maximum } = facts.service;
  const [atDesired, atMaximum] = [scenario(facts, slots, desired), scenario(facts, slots, maximum)];
  const numbers = {
    facts,
    tasksPerInstance: slots,
    types: fits,
    smallest: smallestFit(fits),
    atDesired,
    atMaximum,
    headroom: headroom(facts, slots),
    notes: notes(facts, atDesired, atMaximum),
  };
  return requirements.length === 0
    ? { verdict: "proven", ...numbers }
    : { verdict: "undecided", requirements, ...numbers };
}

function scenario(facts: RolloutFacts, slots: number, tasks: number): Scenario {
  return {
    tasks,
    instancesAtRest: instancesFor(facts, slots, tasks),
    rollingUpdate: rollingUpdate(facts, slots, tasks),
    instanceRefresh: instanceRefresh(facts, slots, tasks),
    zoneLoss: zoneLoss(facts, slots, tasks),
  };
}

function headroom(facts: RolloutFacts, slots: number): Headroom {
  const { desired, maximum } = facts.service;
  const room = slotsAvailable(facts, slots);
  let most = room;
  const finishes = (tasks: number) => rollingUpdateFinishes(facts, slots, tasks) && greenFits(facts, slots, tasks);
  while (most > desired && !finishes(most)) most -= 1;
  return { atRest: room - desired, duringUpdate: most - desired, allowed: maximum - desired };
}
