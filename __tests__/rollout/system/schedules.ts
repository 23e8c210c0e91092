/** In which order things happen: by chance, or as badly as can be for one service. */
import type { SystemFacts } from "../../../rollout";
import { leavesRoom, sizeOf, take, type Instance, type Task } from "./cluster";
import type { Event, Kind, Schedule, Simulation } from "./simulation";

export type Choose = (of: number) => number;

/** Numbers that look random and follow from the seed alone. */
export function chooser(seed: number): Choose {
  let state = seed >>> 0;
  return (of) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * of);
  };
}

function readingOf(choose: Choose): Schedule["reading"] {
  return choose(2) === 0 ? "base of each deployment" : "base of the service";
}

function pick(events: readonly Event[], choose: Choose): Event {
  const event = events[choose(events.length)];
  if (event === undefined) throw new RangeError("no event");
  return event;
}

export function byChance(choose: Choose): Schedule {
  return { reading: readingOf(choose), choose, next: (events) => pick(events, choose) };
}

/** Everything starts as early as it may, and stops as late; or the other way round. */
const orders: readonly (readonly Kind[])[] = [
  ["register", "launch", "start", "place", "become healthy", "drain", "terminate", "stop", "end"],
  ["register", "start", "place", "launch", "become healthy", "drain", "terminate", "end", "stop"],
  ["register", "stop", "launch", "start", "place", "become healthy", "drain", "terminate", "end"],
];

/** Worst for one service: all others are placed first, where they leave it no room with as few tasks as they can. */
export function against(service: string, system: SystemFacts, choose: Choose): Schedule {
  const order = orders[choose(orders.length)] ?? [];
  const next = (events: readonly Event[], simulation: Simulation): Event => {
    const kind = order.find((candidate) => events.some((event) => event.kind === candidate));
    const open = events.filter((event) => event.kind === kind);
    if (kind !== "place") return pick(open, choose);
    const others = open.filter(({ task }) => task?.service !== service || task.isOneOff);
    // It is placed itself only when nothing else can happen, as spread out as it can be.
    const rest = events.filter((event) => event.kind !== "place" && event.kind !== "stop" && event.kind !== "end");
    if (others.length === 0 && rest.length > 0) return pick(rest, choose);
    const candidates = others.length > 0 ? others : open;
    const scored = candidates.map((event) => ({ event, score: harm(event, service, system, simulation) }));
    const most = Math.max(...scored.map(({ score }) => score));
    return pick(
      scored.filter(({ score }) => score === most).map(({ event }) => event),
      choose,
    );
  };
  return { reading: readingOf(choose), choose, next };
}

/** How much a placement hurts: best is one that takes the last place of an instance, worst one where there was none. */
function harm({ task, instance }: Event, service: string, system: SystemFacts, simulation: Simulation): number {
  if (task === undefined || instance === undefined) return 0;
  const victim: Task = {
    service,
    isOneOff: false,
    revision: "new",
    capacity: instance.capacity,
    state: "provisioning",
  };
  if (!simulation.fits(victim, instance)) return 0;
  const size = sizeOf(system, task);
  const after: Instance = { ...instance, ports: new Set(instance.ports) };
  take(after, size, 1);
  if (!leavesRoom(after, sizeOf(system, victim))) return 3;
  return 1 + 1 / (1 + instance.memoryMiB);
}
