import { groupSize, isBlueGreen, maximumTasks, minimumHealthy, taskCounts } from "../counts";
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

/** What blocks, before anyone asks how to unblock it. */
type Found = Pick<Blockage, "tasks" | "reason">;

/** One service on one of its capacities. */
interface Site {
  readonly system: SystemFacts;
  readonly service: string;
  readonly capacity: string;
  readonly view: RolloutFacts;
}

interface Step {
  readonly at: RolloutStep;
  readonly find: (site: Site) => Found | undefined;
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
export function serviceBlockage(system: SystemFacts, service: string): Blockage | undefined {
  const sites = capacitiesOf(system, service).map((capacity) => ({
    system,
    service,
    capacity,
    view: viewOf(system, service, capacity),
  }));
  for (const { view } of sites) {
    const types = resolveTypes(view).known;
    const mismatch = architectureBlockage(view, [...new Set(types.map(({ architecture }) => architecture))]);
    if (mismatch !== undefined) return mismatch;
  }
  const mixed = reasons.mixedArchitectures(system, service);
  if (mixed !== undefined)
    return { at: "architecture", tasks: sites[0]?.view.service.desired ?? 0, reason: mixed, rank: -2 };
  const steps = isDaemon(serviceOf(system, service)) ? ofDaemons : ofCounted;
  for (const [rank, { at, find }] of steps.entries()) {
    for (const site of sites) {
      const found = find(site);
      if (found !== undefined) return { at, rank, ...found };
    }
  }
  return undefined;
}

/** What a capacity cannot do with all its services at their maximum. */
export function capacityBlockage(system: SystemFacts, capacity: string): Blockage | undefined {
  const tasks = countedOn(system, capacity).reduce((sum, name) => sum + tasksAtRest(system, name, capacity), 0);
  const { maximum } = capacityOf(system, capacity);
  const facts = { capacity: capacityOf(system, capacity) };
  if (launchesFirst(facts) && instancesAtRest(system, capacity) >= maximum) {
    return { at: "instance refresh", rank: proven - 2, tasks, reason: reasons.noRoomToLaunchFirst(system, capacity) };
  }
  if (zoneLossRecovers(system)) return undefined;
  return { at: "zone loss", rank: proven - 1, tasks, reason: alone.noOtherZone() };
}

/**
 * Most instances at rest: one is launched only while all there are have no room for a task that waits, and the size follows
 * the target capacity.
 */
export function instancesAtRest(system: SystemFacts, capacity: string): number {
  const filled = countedOn(system, capacity).map((name) => {
    const tasks = tasksAtRest(system, name, capacity);
    return tasks === 0 ? 0 : 1 + instancesFilled(system, name, capacity, tasks - 1);
  });
  return groupSize({ capacity: capacityOf(system, capacity) }, Math.max(0, ...filled));
}

/** The type that holds fewest tasks of a service beside daemons alone. */
export function fitOfSite(view: RolloutFacts): TypeFit | undefined {
  return smallestFit(resolveTypes(view).known.map((type) => fitOn(type, view)));
}

function holdsTask({ view }: Site): Found | undefined {
  const fit = fitOfSite(view);
  if (fit === undefined || fit.tasks > 0) return undefined;
  const [tasks = 1] = taskCounts(view);
  return { tasks, reason: alone.noInstanceHoldsIt(view, 0, tasks, fit) };
}

function holdsOneOff({ view }: Site): Found | undefined {
  if (oneOffFit(view)?.tasks !== 0) return undefined;
  const [tasks = 1] = taskCounts(view);
  return { tasks, reason: alone.noInstanceHoldsOneOff(view) };
}

function placesAll(site: Site): Found | undefined {
  const { system, service, capacity, view } = site;
  const own = (tasks: number) => mostTasksOn(countedOf(system, service).capacity, capacity, tasks) - 1;
  const blocks = (tasks: number) => own(tasks) >= 0 && !hasPlace(system, service, capacity, own(tasks));
  const { desired, maximum } = view.service;
  if (!blocks(maximum)) return undefined;
  const tasks = desired > 0 && blocks(desired) ? desired : (smallest(1, maximum, blocks) ?? maximum);
  return { tasks, reason: reasons.noRoom(system, service, capacity, tasks, own(tasks)) };
}

function placesGreen({ system, service, capacity, view }: Site): Found | undefined {
  if (!isBlueGreen(view)) return undefined;
  const shares = countedOf(system, service).capacity;
  const own = (tasks: number) => {
    const green = mostTasksOn(shares, capacity, tasks);
    return green === 0 ? -1 : Math.min(tasks, tasksAtRest(system, service, capacity)) + green - 1;
  };
  const blocks = (tasks: number) => own(tasks) >= 0 && !hasPlace(system, service, capacity, own(tasks));
  const { desired, maximum } = view.service;
  if (!blocks(maximum)) return undefined;
  const tasks = desired > 0 && blocks(desired) ? desired : (smallest(1, maximum, blocks) ?? maximum);
  return { tasks, reason: reasons.noRoomForGreen(system, service, capacity, tasks, own(tasks)) };
}

function percentagesAllow({ view }: Site): Found | undefined {
  const blocks = (tasks: number) => maximumTasks(view, tasks) <= tasks && minimumHealthy(view, tasks) >= tasks;
  const tasks = taskCounts(view).find(blocks);
  return tasks === undefined ? undefined : { tasks, reason: alone.percentagesForbid(view, 0, tasks) };
}

/** An update moves on while the next new task has a place beside the tasks that may not stop before it is healthy. */
function placesNew({ system, service, capacity, view }: Site): Found | undefined {
  const shares = countedOf(system, service).capacity;
  const atRest = tasksAtRest(system, service, capacity);
  const answers = new Map<number, boolean>();
  const place = (own: number) => {
    const answer = answers.get(own) ?? hasPlace(system, service, capacity, own);
    answers.set(own, answer);
    return answer;
  };
  const beside = (tasks: number) => {
    const healthy = minimumHealthy(view, tasks);
    return mostBeside(shares, capacity, { healthy, tasks, starting: maximumTasks(view, tasks) - healthy, atRest });
  };
  if (place(atRest * 2)) return undefined;
  for (const tasks of taskCounts(view)) {
    const own = beside(tasks);
    if (own === undefined || place(own)) continue;
    return { tasks, reason: reasons.noPlaceForTheNew(system, service, capacity, tasks, own) };
  }
  return undefined;
}

/** Of the fewest instances there can be, one daemon has to be allowed to stop; of more, it is then, too. */
function daemonStopsFirst({ system, service, view }: Site): Found | undefined {
  const fewest = capacitiesOf(system, service).reduce((sum, name) => sum + capacityOf(system, name).minimum, 0);
  const instances = Math.max(1, fewest);
  if (minimumHealthy(view, instances) < instances) return undefined;
  return { tasks: instances, reason: reasons.daemonMayNotStop(view, instances) };
}

/** What has its own counts of tasks. */
export function scenarioCounts(system: SystemFacts, service: string): readonly number[] {
  const { desired, maximum } = countsOf(countedOf(system, service));
  return [...new Set([desired, maximum])];
}
