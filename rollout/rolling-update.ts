import { instancesFor, isBlueGreen, maximumTasks, minimumHealthy, slotsAvailable } from "./counts";
import type { RolloutFacts } from "./facts";

/** One move of the scheduler, and what runs after it. */
export interface UpdateStep {
  readonly action: "start" | "stop";
  /** Tasks that start (new revision) or stop (old revision) together. */
  readonly tasks: number;
  readonly oldTasks: number;
  readonly newTasks: number;
  /** Instances that these tasks need. */
  readonly instances: number;
}

export interface RollingUpdate {
  readonly finishes: boolean;
  /** In order; where the update does not finish, the moves until it stops. */
  readonly steps: readonly UpdateStep[];
  readonly peakTasks: number;
  readonly peakInstances: number;
  /** Instances it would use if the group had no maximum. */
  readonly fullSpeedInstances: number;
  readonly minimumHealthy: number;
  readonly maximumTasks: number;
}

/**
 * Whether a rolling update of this many tasks finishes, in whatever order the scheduler acts.
 *
 * It moves when there is room for one task above the present ones (both by percentage and by slots), or when one may be
 * missing. One of the two is enough for ever: as long as tasks are old, either fewer than all slots are taken, and a new
 * task starts, or more tasks are healthy than must be, and an old one stops. Without both nothing can ever move.
 */
export function rollingUpdateFinishes(facts: RolloutFacts, slots: number, tasks: number): boolean {
  const mayStartFirst = Math.min(maximumTasks(facts, tasks), slotsAvailable(facts, slots)) > tasks;
  const mayStopFirst = minimumHealthy(facts, tasks) < tasks;
  return mayStartFirst || mayStopFirst;
}

/** Whether all new tasks of a blue/green deployment have a place beside all old ones; nothing is asked of rolling updates. */
export function greenFits(facts: RolloutFacts, slots: number, tasks: number): boolean {
  return !isBlueGreen(facts) || slotsAvailable(facts, slots) >= 2 * tasks;
}

/** The update as it goes when every task becomes healthy, in batches as large as the facts allow. */
export function rollingUpdate(facts: RolloutFacts, slots: number, tasks: number): RollingUpdate {
  const [floor, ceiling] = [minimumHealthy(facts, tasks), maximumTasks(facts, tasks)];
  const room = Math.min(ceiling, slotsAvailable(facts, slots));
  const instances = (count: number) => instancesFor(facts, slots, count);
  return {
    ...updateWithin({ tasks, floor, room, instances }),
    fullSpeedInstances: Math.ceil(Math.max(tasks, Math.min(ceiling, 2 * tasks)) / slots),
    minimumHealthy: floor,
    maximumTasks: ceiling,
  };
}

interface Limits {
  readonly tasks: number;
  /** Tasks that stay healthy. */
  readonly floor: number;
  /** Tasks that there may be at once. */
  readonly room: number;
  /** Instances that so many tasks need. */
  readonly instances: (tasks: number) => number;
}

/** The moves of an update within limits, whatever they follow from. */
export function updateWithin({
  tasks,
  floor,
  room,
  instances,
}: Limits): Pick<RollingUpdate, "finishes" | "steps" | "peakTasks" | "peakInstances"> {
  const steps: UpdateStep[] = [];
  let [oldTasks, newTasks] = [tasks, 0];
  const move = (action: UpdateStep["action"], count: number) => {
    if (count <= 0) return;
    if (action === "start") newTasks += count;
    else oldTasks -= count;
    steps.push({ action, tasks: count, oldTasks, newTasks, instances: instances(oldTasks + newTasks) });
  };
  for (let before = -1; before !== steps.length;) {
    before = steps.length;
    move("start", Math.min(room - oldTasks - newTasks, tasks - newTasks));
    move("stop", Math.min(oldTasks, oldTasks + newTasks - floor));
  }
  return {
    finishes: oldTasks === 0 && newTasks === tasks,
    steps,
    peakTasks: Math.max(tasks, ...steps.map((step) => step.oldTasks + step.newTasks)),
    peakInstances: Math.max(instances(tasks), ...steps.map((step) => step.instances)),
  };
}
