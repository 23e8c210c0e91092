import { groupSize, isBlueGreen, keepsSpares, maximumTasks, minimumHealthy, taskCounts } from "../counts";
import { architectureBlockage, proven, type Blockage, type RolloutStep } from "../decide";
import type { RolloutFacts } from "../facts";
import { fitOn, resolveTypes, smallestFit, type TypeFit } from "../instance";
import { launchesFirst } from "../instance-refresh";
import { oneOffFit } from "../one-off";
import * as alone from "../reasons";
import { smallest } from "../search";
import { zoneLossRecovers } from "../zone-loss";
import type { SystemFacts } from "./facts";
import { capacitiesOf, capacityOf, countedOn, countsOf, isDaemon, serviceOf, viewOf } from "./parts";
import * as reasons from "./reasons";
import { countedOf, hasPlace, instancesFilled, tasksAtRest } from "./room";
import { mostBeside, mostTasksOn } from "./shares";

/** A step that cannot be made; what is only asked for a report is worked out then. */
export interface Obstacle extends Pick<Blockage, "at" | "rank"> {
  /** Place of the capacity among those of the service. */
  readonly site: number;
  readonly explain: () => Explanation;
}

type Explanation = Pick<Blockage, "tasks" | "reason">;

/** One service on one of its capacities. */
interface Site {
  readonly system: SystemFacts;
  readonly service: string;
  readonly capacity: string;
  readonly view: RolloutFacts;
}

interface Step {
  readonly at: RolloutStep;
  readonly find: (site: Site) => (() => Explanation) | undefined;
}

/** In the order of the proof of one service, so that a rank says the same in both. */
const ofCounted: readonly Step[] = [
  { at: "placement", find: holdsTask },
  { at: "placement", find: holdsOneOff },
  { at: "placement", find: placesAll },
  { at: "blue/green deployment", find: placesGreen },
  { at: "rolling update", find: percentagesAllow },
  { at: "rolling update", find: placesNew },
];

const ofDaemons: readonly Step[] = [
  { at: "placement", find: holdsTask },
  { at: "placement", find: holdsOneOff },
  { at: "placement", find: () => undefined },
  { at: "blue/green deployment", find: () => undefined },
  { at: "rolling update", find: daemonStopsFirst },
];

/** The first step that a service cannot make while all others have their maximum of tasks. */
export function serviceBlockage(system: SystemFacts, service: string): Obstacle | undefined {
  const sites = capacitiesOf(system, service).map((capacity) => ({
    system,
    service,
    capacity,
    view: viewOf(system, service, capacity),
  }));
  for (const { view } of sites) {
    const types = resolveTypes(view).known;
    const mismatch = architectureBlockage(view, [...new Set(types.map(({ architecture }) => architecture))]);
    if (mismatch !== undefined) return { ...mismatch, site: 0, explain: () => mismatch };
  }
  const mixed = reasons.mixedArchitectures(system, service);
  if (mixed !== undefined) {
    const tasks = sites[0]?.view.service.desired ?? 0;
    return { at: "architecture", rank: -2, site: 0, explain: () => ({ tasks, reason: mixed }) };
  }
  const steps = isDaemon(serviceOf(system, service)) ? ofDaemons : ofCounted;
  for (const [rank, { at, find }] of steps.entries()) {
    for (const [site, where] of sites.entries()) {
      const explain = find(where);
      if (explain !== undefined) return { at, rank, site, explain };
    }
  }
  return undefined;
}

/** What a capacity cannot do with all its services at their maximum. */
export function capacityBlockage(system: SystemFacts, capacity: string): Obstacle | undefined {
  const facts = { capacity: capacityOf(system, capacity) };
  const { maximum } = facts.capacity;
  const tasks = countedOn(system, capacity).reduce((sum, name) => sum + tasksAtRest(system, name, capacity), 0);
  if (launchesFirst(facts) && instancesAtRest(system, capacity, maximum) >= maximum) {
    const explain = () => ({ tasks, reason: reasons.noRoomToLaunchFirst(system, capacity) });
    return { at: "instance refresh", rank: proven - 2, site: 0, explain };
  }
  if (zoneLossRecovers(system)) return undefined;
  return { at: "zone loss", rank: proven - 1, site: 0, explain: () => ({ tasks, reason: alone.noOtherZone() }) };
}

/**
 * Most instances at rest: one is launched only while all there are have no room for a task that waits. Where spare instances
 * are kept, tasks spread over them until each has one for itself.
 *
 * @param limit where only that matters, whether there are fewer or not
 */
export function instancesAtRest(system: SystemFacts, capacity: string, limit?: number): number {
  const facts = { capacity: capacityOf(system, capacity) };
  const counts = countedOn(system, capacity).map((name) => ({ name, tasks: tasksAtRest(system, name, capacity) }));
  const all = counts.reduce((sum, { tasks }) => sum + tasks, 0);
  if (keepsSpares(facts)) return groupSize(facts, all);
  const filled = counts
    .filter(({ tasks }) => tasks > 0)
    .map(({ name, tasks }) => 1 + instancesFilled(system, name, capacity, tasks - 1, limit && limit - 1));
  return groupSize(facts, Math.min(all, Math.max(0, ...filled)));
}

/** The type that holds fewest tasks of a service beside daemons alone. */
export function fitOfSite(view: RolloutFacts): TypeFit | undefined {
  return smallestFit(resolveTypes(view).known.map((type) => fitOn(type, view)));
}

function holdsTask({ view }: Site): (() => Explanation) | undefined {
  const fit = fitOfSite(view);
  if (fit === undefined || fit.tasks > 0) return undefined;
  return () => ({ tasks: firstCount(view), reason: alone.noInstanceHoldsIt(view, 0, 0, fit) });
}

function holdsOneOff({ view }: Site): (() => Explanation) | undefined {
  if (oneOffFit(view)?.tasks !== 0) return undefined;
  return () => ({ tasks: firstCount(view), reason: alone.noInstanceHoldsOneOff(view) });
}

function firstCount(view: RolloutFacts): number {
  return taskCounts(view)[0] ?? 1;
}

function placesAll(site: Site): (() => Explanation) | undefined {
  const { system, service, capacity } = site;
  const own = (tasks: number) => mostTasksOn(countedOf(system, service).capacity, capacity, tasks) - 1;
  return unlessPlaced(site, own, reasons.noRoom);
}

function placesGreen(site: Site): (() => Explanation) | undefined {
  const { system, service, capacity, view } = site;
  if (!isBlueGreen(view)) return undefined;
  const own = (tasks: number) => {
    const green = mostTasksOn(countedOf(system, service).capacity, capacity, tasks);
    return green === 0 ? -1 : Math.min(tasks, tasksAtRest(system, service, capacity)) + green - 1;
  };
  return unlessPlaced(site, own, reasons.noRoomForGreen);
}

/** @param own tasks of the service beside its last one, by their number; -1 where none has to be placed */
function unlessPlaced(
  { system, service, capacity, view }: Site,
  own: (tasks: number) => number,
  reason: reasons.Reason,
): (() => Explanation) | undefined {
  const blocks = (tasks: number) => own(tasks) >= 0 && !hasPlace(system, service, capacity, own(tasks));
  const { desired, maximum } = view.service;
  if (!blocks(maximum)) return undefined;
  return () => {
    const tasks = desired > 0 && blocks(desired) ? desired : (smallest(1, maximum, blocks) ?? maximum);
    return { tasks, reason: reason(system, service, capacity, tasks, own(tasks)) };
  };
}

function percentagesAllow({ view }: Site): (() => Explanation) | undefined {
  const blocks = (tasks: number) => maximumTasks(view, tasks) <= tasks && minimumHealthy(view, tasks) >= tasks;
  const tasks = taskCounts(view).find(blocks);
  return tasks === undefined ? undefined : () => ({ tasks, reason: alone.percentagesForbid(view, 0, tasks) });
}

/** An update moves on while the next new task has a place beside the tasks that may not stop before it is healthy. */
function placesNew({ system, service, capacity, view }: Site): (() => Explanation) | undefined {
  const places = new Map(capacitiesOf(system, service).map((name) => [name, placeOn(system, service, name)]));
  const shares = countedOf(system, service).capacity;
  const beside = (name: string, tasks: number, onlyHere: boolean) => {
    const healthy = minimumHealthy(view, tasks);
    const starting = maximumTasks(view, tasks) - healthy;
    return mostBeside(shares, name, { tasks, healthy, starting, atRest: tasksAtRest(system, service, name), onlyHere });
  };
  const isPlaced = (name: string, tasks: number, onlyHere: boolean) => {
    const own = beside(name, tasks, onlyHere);
    return own === undefined || places.get(name)?.(own) === true;
  };
  const atRest = tasksAtRest(system, service, capacity);
  // No more than these are ever beside the next one.
  if (places.get(capacity)?.(shares.length === 1 ? atRest : 2 * atRest) === true) return undefined;
  for (const tasks of taskCounts(view)) {
    if (isPlaced(capacity, tasks, false)) continue;
    const onlyHere = [...places.keys()].every((name) => name === capacity || isPlaced(name, tasks, false));
    if (onlyHere && isPlaced(capacity, tasks, true)) continue;
    const own = beside(capacity, tasks, onlyHere) ?? atRest;
    return () => ({ tasks, reason: reasons.noPlaceForTheNew(system, service, capacity, tasks, own) });
  }
  return undefined;
}

/** `hasPlace`, with its answers remembered. */
function placeOn(system: SystemFacts, service: string, capacity: string): (own: number) => boolean {
  const answers = new Map<number, boolean>();
  return (own) => {
    const answer = answers.get(own) ?? hasPlace(system, service, capacity, own);
    answers.set(own, answer);
    return answer;
  };
}

/** Of the fewest instances there can be, one daemon has to be allowed to stop; of more, it is then, too. */
function daemonStopsFirst({ system, service, view }: Site): (() => Explanation) | undefined {
  const fewest = capacitiesOf(system, service).reduce((sum, name) => sum + capacityOf(system, name).minimum, 0);
  const instances = Math.max(1, fewest);
  if (minimumHealthy(view, instances) < instances) return undefined;
  return () => ({ tasks: instances, reason: reasons.daemonMayNotStop(view, instances) });
}

/** What has its own counts of tasks. */
export function scenarioCounts(system: SystemFacts, service: string): readonly number[] {
  const { desired, maximum } = countsOf(countedOf(system, service));
  return [...new Set([desired, maximum])];
}
