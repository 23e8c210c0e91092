import type { RolloutFacts } from "./facts";

/**
 * Numbers of tasks and instances that follow from the facts and from `slots`, the tasks that fit on one instance. All
 * tasks are alike, and so are slots: a free one takes any task, so counting them is enough, whatever the placement.
 */

/** Tasks that must stay healthy while the service has this many. Source: ECS API, `DeploymentConfiguration`: rounded up. */
export function minimumHealthy({ service }: RolloutFacts, tasks: number): number {
  return Math.ceil((tasks * service.deployment.minimumHealthyPercent) / 100);
}

/** Tasks that may run or be pending at once. Source: ECS API, `DeploymentConfiguration`: rounded down. */
export function maximumTasks({ service }: RolloutFacts, tasks: number): number {
  return Math.floor((tasks * service.deployment.maximumPercent) / 100);
}

/** Whether all new tasks start before an old one goes. */
export function isBlueGreen({ service }: RolloutFacts): boolean {
  return service.deployment.strategy === "blue-green";
}

/** Instances that can be had when tasks wait for them. */
export function instancesAvailable({ capacity }: Pick<RolloutFacts, "capacity">): number {
  return (capacity.managedScaling ?? true) ? capacity.maximum : capacity.minimum;
}

/** Tasks that all those instances hold. */
export function slotsAvailable(facts: RolloutFacts, slots: number): number {
  return instancesAvailable(facts) * slots;
}

/** Fewest instances that this many tasks keep the group at. */
export function instancesFor(facts: RolloutFacts, slots: number, tasks: number): number {
  return groupSize(facts, Math.ceil(tasks / slots));
}

/**
 * Most instances that this many tasks can keep the group at: none goes while it runs a task, and nothing packs tasks
 * together again after a rolling update has spread them.
 */
export function instancesAtMostFor(facts: RolloutFacts, tasks: number): number {
  return groupSize(facts, tasks);
}

/** Whether the group has more instances than its tasks need. */
export function keepsSpares({ capacity }: Pick<RolloutFacts, "capacity">): boolean {
  return (capacity.managedScaling ?? true) && (capacity.targetCapacityPercent ?? 100) < 100;
}

/** Managed scaling aims at `needed / running = targetCapacityPercent`. Source: ECS Developer Guide, "Cluster auto scaling". */
export function groupSize(facts: Pick<RolloutFacts, "capacity">, needed: number): number {
  const { minimum, targetCapacityPercent = 100 } = facts.capacity;
  const wanted = Math.ceil((needed * 100) / targetCapacityPercent);
  return Math.min(instancesAvailable(facts), Math.max(minimum, wanted));
}

/** Counts of tasks that automatic scaling may set, the first deployment's first; without a task there is nothing to roll. */
export function taskCounts({ service }: RolloutFacts): readonly number[] {
  const { minimum, desired, maximum } = service;
  const between = Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
  return [desired, ...between.filter((tasks) => tasks !== desired)].filter((tasks) => tasks > 0);
}
