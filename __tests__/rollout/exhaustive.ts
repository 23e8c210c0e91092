/**
 * Every schedule there is, for services so small that all states can be visited: whichever instance a task is placed on,
 * whichever task stops, whatever comes first. Knows nothing of `rollout/`, nor of the simulation: states are plain numbers.
 */

export interface SmallService {
  readonly happening: "rolling update" | "instance refresh" | "zone loss";
  readonly tasks: number;
  /** Tasks that an instance holds. */
  readonly slots: number;
  readonly zones: number;
  readonly groupMaximum: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** Percent of the group that an instance refresh keeps; 100 launches before it terminates. */
  readonly refreshMinimum: number;
}

export interface Schedules {
  readonly states: number;
  /** Whether any schedule ends with everything replaced and healthy. */
  readonly someFinishes: boolean;
  /** Whether any schedule comes to a state in which nothing can happen any more and the work is not done. */
  readonly someStops: boolean;
}

/** Old tasks have to be replaced, new ones are starting or healthy. */
interface Instance {
  readonly old: number;
  readonly starting: number;
  readonly healthy: number;
  readonly outdated: boolean;
  readonly launching: boolean;
  readonly draining: boolean;
}

interface State {
  readonly instances: readonly Instance[];
  /** Tasks that have no place yet. */
  readonly waiting: number;
}

export function allSchedules(service: SmallService): Schedules {
  const rest = packed(service);
  const beginnings = service.happening === "zone loss" ? losses(service, rest) : [rest];
  const seen = new Map<string, State>();
  const open = [...beginnings];
  let [someFinishes, someStops] = [false, false];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(state);
    if (seen.has(key)) continue;
    seen.set(key, state);
    const next = successors(service, state, rest.instances.length);
    if (next.length > 0) open.push(...next);
    else if (isDone(service, state)) someFinishes = true;
    else someStops = true;
  }
  return { states: seen.size, someFinishes, someStops };
}

/** As many instances as the tasks need, the last one perhaps not full; what is to be replaced is there as old or outdated. */
function packed({ happening, tasks, slots }: SmallService): State {
  const rolling = happening === "rolling update";
  const instances = Array.from({ length: Math.ceil(tasks / slots) }, (_, index): Instance => {
    const here = Math.min(slots, tasks - index * slots);
    return {
      old: rolling ? here : 0,
      starting: 0,
      healthy: rolling ? 0 : here,
      outdated: happening === "instance refresh",
      launching: false,
      draining: false,
    };
  });
  return { instances, waiting: 0 };
}

/** Every way in which one of several zones can take its instances along; the only zone takes all. */
function losses({ zones }: SmallService, { instances }: State): State[] {
  if (zones === 1) return [{ instances: [], waiting: 0 }];
  const subsets = Array.from({ length: 2 ** instances.length }, (_, subset) =>
    instances.filter((_instance, index) => ((subset >> index) & 1) === 0),
  );
  return subsets.map((left) => ({ instances: left, waiting: 0 }));
}

function successors(service: SmallService, state: State, sizeAtRest: number): readonly State[] {
  const { tasks, slots, minimumHealthyPercent, maximumPercent, happening, groupMaximum } = service;
  const { instances, waiting } = state;
  const total = (count: (instance: Instance) => number) => instances.reduce((sum, each) => sum + count(each), 0);
  const good = waiting + total((each) => (each.draining ? 0 : each.starting + each.healthy));
  const all = waiting + total((each) => each.old + each.starting + each.healthy);
  const healthy = total((each) => each.old + each.healthy);
  const staying = instances.filter((each) => !each.draining).length;
  const mayStop = healthy > Math.ceil((tasks * minimumHealthyPercent) / 100);
  const next: State[] = [];
  const change = (index: number, changes: Partial<Instance>, nowWaiting = waiting) =>
    next.push({
      instances: instances.map((each, other) => (other === index ? { ...each, ...changes } : each)),
      waiting: nowWaiting,
    });
  const launch = () =>
    next.push({
      instances: [...instances, { old: 0, starting: 0, healthy: 0, outdated: false, launching: true, draining: false }],
      waiting,
    });

  if (good < tasks && all < Math.floor((tasks * maximumPercent) / 100)) next.push({ instances, waiting: waiting + 1 });
  const room = (each: Instance) => !each.launching && !each.draining && each.old + each.starting + each.healthy < slots;
  for (const [index, each] of instances.entries()) {
    if (each.launching) change(index, { launching: false });
    if (waiting > 0 && room(each)) change(index, { starting: each.starting + 1 }, waiting - 1);
    if (each.starting > 0) change(index, { starting: each.starting - 1, healthy: each.healthy + 1 });
    if (each.old > 0 && mayStop) change(index, { old: each.old - 1 });
    if (each.draining && each.starting > 0) change(index, { starting: each.starting - 1 });
    if (each.draining && each.healthy > 0 && mayStop) change(index, { healthy: each.healthy - 1 });
    if (each.draining && each.old + each.starting + each.healthy === 0) {
      next.push({ instances: instances.filter((_, other) => other !== index), waiting });
    }
  }
  const zonesLeft = happening === "zone loss" ? service.zones - 1 : service.zones;
  const noneComes = instances.every((each) => !each.launching);
  const scalesOut = waiting > 0 && noneComes && !instances.some(room);
  if (scalesOut && staying < groupMaximum && zonesLeft > 0) launch();
  if (happening !== "instance refresh") return next;

  const active = instances.filter((each) => !each.draining && !each.launching).length;
  const launchesFirst = service.refreshMinimum === 100;
  const fewest = launchesFirst
    ? sizeAtRest
    : Math.min(sizeAtRest - 1, Math.ceil((sizeAtRest * service.refreshMinimum) / 100));
  const most = launchesFirst ? Math.min(groupMaximum, 2 * sizeAtRest) : sizeAtRest;
  const outdated = instances.some((each) => each.outdated && !each.draining);
  if (staying < most && (outdated || !launchesFirst)) launch();
  for (const [index, each] of instances.entries()) {
    if (each.outdated && !each.draining && active > fewest) change(index, { draining: true });
  }
  return next;
}

function isDone({ tasks }: SmallService, { instances, waiting }: State): boolean {
  const healthy = instances.reduce((sum, each) => sum + each.healthy, 0);
  const clean = instances.every((each) => each.old + each.starting === 0 && !each.outdated && !each.draining);
  return waiting === 0 && clean && healthy === tasks;
}

/** Instances have no names: states that differ by their order alone are one. */
function keyOf({ instances, waiting }: State): string {
  const each = instances.map(
    (one) =>
      `${one.old}${one.starting}${one.healthy}${Number(one.outdated)}${Number(one.launching)}${Number(one.draining)}`,
  );
  return `${waiting}|${each.sort().join()}`;
}
