import { instancesAtMostFor, instancesFor, keepsSpares } from "./counts";
import { defaultInstanceRefresh, type RolloutFacts } from "./facts";

export interface InstanceRefresh {
  /** Whether new instances come before old ones go, or at the same time. */
  readonly order: "launch first" | "terminate and launch";
  /** Instances replaced at a time. */
  readonly atOnce: number;
  /** In service or launching; those that wait for their tasks to leave come on top. */
  readonly peakInstances: number;
}

/**
 * Whether an instance refresh can begin, and then go on.
 *
 * With a minimum of 100 percent it launches first, and the proof asks for room within the group's maximum: AWS says of
 * rebalancing alone that it exceeds a maximum. Where spare instances are kept, tasks spread over them, and so the group grows
 * until each task has one for itself. The tasks of an instance that goes are moved like those of a rolling update,
 * and always have a place: as many instances as before are there for them.
 */
export function instanceRefreshFinishes(facts: RolloutFacts, slots: number, tasks: number): boolean {
  const instances = keepsSpares(facts) ? instancesAtMostFor(facts, tasks) : instancesFor(facts, slots, tasks);
  return !launchesFirst(facts) || instances < facts.capacity.maximum;
}

/** Source: EC2 Auto Scaling User Guide, "How an instance refresh works". */
export function launchesFirst({ capacity }: Pick<RolloutFacts, "capacity">): boolean {
  return (capacity.instanceRefresh ?? defaultInstanceRefresh).minHealthyPercentage === 100;
}

/** How the refresh goes; at least one instance is replaced at a time, whatever the percentages round to. */
export function instanceRefresh(facts: RolloutFacts, slots: number, tasks: number): InstanceRefresh {
  return refreshOf(facts, instancesFor(facts, slots, tasks));
}

/** The refresh of a group of so many instances. */
export function refreshOf(facts: Pick<RolloutFacts, "capacity">, instances: number): InstanceRefresh {
  const { maximum, instanceRefresh: preferences = defaultInstanceRefresh } = facts.capacity;
  const most = Math.min(maximum, Math.ceil((instances * preferences.maxHealthyPercentage) / 100));
  if (launchesFirst(facts)) {
    const peakInstances = Math.min(maximum, Math.max(instances + 1, most));
    return { order: "launch first", atOnce: Math.min(instances, peakInstances - instances), peakInstances };
  }
  const fewest = Math.ceil((instances * preferences.minHealthyPercentage) / 100);
  const atOnce = Math.min(instances, Math.max(1, most - fewest));
  return { order: "terminate and launch", atOnce, peakInstances: Math.max(instances, most) };
}
