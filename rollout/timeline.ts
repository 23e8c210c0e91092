import type { Scenario } from "./proof";
import type { UpdateStep } from "./rolling-update";

/** How long each part of a rollout takes, in minutes. */
export interface RolloutTimes {
  /** From the launch of an instance until ECS places tasks on it. */
  readonly boot: number;
  /** Until an image is pulled and its containers started. */
  readonly pull: number;
  /** From the start of a task until its health checks pass. */
  readonly healthy: number;
  /** From when a task gets no more requests until it is gone. */
  readonly drain: number;
  /** For which alarms are watched, or the old tasks kept, once the new ones have all requests. */
  readonly bake: number;
}

/** What nobody can read from an environment: how long an instance and an image take. Measure yours: `release` shows planned and actual. */
export const assumedTimes = { boot: 3, pull: 1 };

/** How many tasks and instances there are from this minute on. */
export interface Moment {
  readonly minute: number;
  readonly oldTasks: number;
  readonly newTasks: number;
  readonly instances: number;
  /** What begins: `boot`, `2 new tasks`, `drain`. */
  readonly event: string;
}

export interface Timeline {
  readonly title: string;
  readonly moments: readonly Moment[];
  readonly minutes: number;
  /** What the group may have at most. */
  readonly capacity: number;
}

interface Counts {
  readonly oldTasks: number;
  readonly newTasks: number;
  readonly instances: number;
}

class Clock {
  readonly moments: Moment[] = [];
  minute = 0;

  constructor(private now: Counts) {
    this.moments.push({ minute: 0, ...now, event: "begins" });
  }

  /** From now on these counts; then time passes. */
  do(change: Partial<Counts>, event: string, minutes: number): void {
    this.now = { ...this.now, ...change };
    this.moments.push({ minute: this.minute, ...this.now, event });
    this.minute += minutes;
  }

  get instances(): number {
    return this.now.instances;
  }

  end(title: string, capacity: number): Timeline {
    this.moments.push({ minute: this.minute, ...this.now, event: "is done" });
    return { title, moments: this.moments, minutes: this.minute, capacity };
  }
}

/** A rolling update: the steps of the proof, one after the other, each with the time that it takes. */
export function rollingTimeline(
  { tasks, instancesAtRest, rollingUpdate }: Scenario,
  times: RolloutTimes,
  capacity: number,
): Timeline {
  const clock = new Clock({ oldTasks: tasks, newTasks: 0, instances: instancesAtRest });
  for (const step of rollingUpdate.steps) take(clock, step, times);
  if (times.bake > 0) clock.do({}, "bake", times.bake);
  clock.do({ instances: instancesAtRest }, "instances scale in", 0);
  return clock.end(`rolling update of ${count(tasks, "task")}`, capacity);
}

function take(clock: Clock, { action, tasks, oldTasks, newTasks, instances }: UpdateStep, times: RolloutTimes): void {
  if (action === "stop") {
    clock.do({ oldTasks, newTasks }, `${count(tasks, "old task")} drained`, times.drain);
    return;
  }
  if (instances > clock.instances)
    clock.do({ instances }, `${count(instances - clock.instances, "instance")} booted`, times.boot);
  clock.do({ oldTasks, newTasks }, `${count(tasks, "new task")} pulled and checked`, times.pull + times.healthy);
}

/** A blue/green deployment: all new tasks before an old one goes. */
export function blueGreenTimeline(
  { tasks, instancesAtRest, rollingUpdate }: Scenario,
  times: RolloutTimes,
  traffic: number,
  capacity: number,
): Timeline {
  const clock = new Clock({ oldTasks: tasks, newTasks: 0, instances: instancesAtRest });
  const peak = Math.max(rollingUpdate.peakInstances, instancesAtRest);
  if (peak > instancesAtRest)
    clock.do({ instances: peak }, `${count(peak - instancesAtRest, "instance")} booted`, times.boot);
  clock.do({ newTasks: tasks }, `${count(tasks, "new task")} pulled and checked`, times.pull + times.healthy);
  if (traffic > 0) clock.do({}, "traffic moves", traffic);
  if (times.bake > 0) clock.do({}, "old tasks wait", times.bake);
  clock.do({ oldTasks: 0 }, `${count(tasks, "old task")} drained`, times.drain);
  clock.do({ instances: instancesAtRest }, "instances scale in", 0);
  return clock.end(`blue/green deployment of ${count(tasks, "task")}`, capacity);
}

/** An instance refresh: instances are replaced some at a time, and their tasks with them. */
export function refreshTimeline(
  { tasks, instancesAtRest, instanceRefresh }: Scenario,
  times: RolloutTimes,
  capacity: number,
): Timeline {
  const { order, atOnce, peakInstances } = instanceRefresh;
  const clock = new Clock({ oldTasks: tasks, newTasks: 0, instances: instancesAtRest });
  const rounds = Math.ceil(instancesAtRest / Math.max(1, atOnce));
  for (let round = 1; round <= rounds; round++) {
    const moved = Math.round((tasks * round) / rounds);
    const first = order === "launch first";
    clock.do(
      { instances: first ? Math.max(peakInstances, instancesAtRest) : Math.max(0, instancesAtRest - atOnce) },
      `${count(Math.min(atOnce, instancesAtRest), "instance")} ${first ? "launched" : "replaced"}`,
      times.boot,
    );
    clock.do(
      { newTasks: moved, oldTasks: tasks - moved, instances: first ? clock.instances : instancesAtRest },
      "tasks moved",
      times.pull + times.healthy + times.drain,
    );
    clock.do({ instances: instancesAtRest }, "old instances are terminated", 0);
  }
  return clock.end(`instance refresh with ${count(tasks, "task")}`, capacity);
}

/** The loss of the fullest zone: what is left, until the group has launched into the others. */
export function zoneLossTimeline(
  { tasks, instancesAtRest, zoneLoss }: Scenario,
  times: RolloutTimes,
  capacity: number,
): Timeline {
  const clock = new Clock({ oldTasks: tasks, newTasks: 0, instances: instancesAtRest });
  const left = Math.max(0, instancesAtRest - zoneLoss.instancesLost);
  clock.do({ oldTasks: zoneLoss.tasksLeft, instances: left }, "a zone is lost", times.boot);
  clock.do(
    { instances: instancesAtRest, newTasks: tasks - zoneLoss.tasksLeft },
    "tasks pulled and checked",
    times.pull + times.healthy,
  );
  return clock.end(`loss of a zone with ${count(tasks, "task")}`, capacity);
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
