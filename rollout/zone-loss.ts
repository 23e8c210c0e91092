import { instancesFor } from "./counts";
import type { RolloutFacts } from "./facts";

export interface ZoneLoss {
  /** Tasks that keep running when the fullest zone goes, and the instances that go with it. */
  readonly tasksLeft: number;
  readonly instancesLost: number;
}

/** Whether tasks that are lost with a zone can come back: the group launches into the others, up to the same maximum. */
export function zoneLossRecovers({ network }: Pick<RolloutFacts, "network">): boolean {
  return network.zones > 1;
}

/**
 * The worst loss, with instances spread evenly over zones, as Auto Scaling keeps them, and tasks as a rolling update places
 * them there: evenly over zones as far as there is room, or on as few instances as hold them.
 */
export function zoneLoss(facts: RolloutFacts, slots: number, tasks: number): ZoneLoss {
  const { zones } = facts.network;
  const instances = instancesFor(facts, slots, tasks);
  const instancesLost = Math.ceil(instances / zones);
  const rooms = Array.from({ length: zones }, (_, zone) => slots * Math.ceil((instances - zone) / zones));
  const lost = facts.service.placement === "binpack" ? Math.max(...rooms) : fullestOfEven(rooms, tasks);
  return { tasksLeft: tasks - Math.min(tasks, lost), instancesLost };
}

/** Tasks in the fullest zone when each goes where fewest are: the lowest level at which the rooms hold them all. */
function fullestOfEven(rooms: readonly number[], tasks: number): number {
  let level = Math.ceil(tasks / rooms.length);
  while (level < tasks && rooms.reduce((held, room) => held + Math.min(room, level), 0) < tasks) level += 1;
  return level;
}
