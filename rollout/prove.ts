import { instancesFor, slotsAvailable } from "./counts";
import { decide } from "./decide";
import { checkFacts, type RolloutFacts } from "./facts";
import { findFixes } from "./fixes";
import { smallestFit } from "./instance";
import { instanceRefresh } from "./instance-refresh";
import { notes } from "./notes";
import type { Headroom, Proof, Scenario } from "./proof";
import { greenFits, rollingUpdate, rollingUpdateFinishes } from "./rolling-update";
import { zoneLoss } from "./zone-loss";

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

/** What happens while a service has so many tasks. @param slots tasks on one instance */
export function scenario(facts: RolloutFacts, slots: number, tasks: number): Scenario {
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
