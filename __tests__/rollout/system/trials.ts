/** What is tried out on a system, and whether it ever stops. */
import type { SystemFacts } from "../../../rollout";
import { against, byChance, chooser, type Choose } from "./schedules";
import { Simulation, type Happening, type Schedule } from "./simulation";

export interface Stuck {
  readonly happenings: readonly Happening[];
  readonly counts: Readonly<Record<string, number>>;
}

type Counts = Record<string, number>;

/** The first of many runs in which a system never becomes steady again, by chance or by malice. */
export function firstStuck(system: SystemFacts, seed: number, rounds: number): Stuck | undefined {
  const choose = chooser(seed);
  for (let round = 0; round < rounds; round += 1) {
    for (const trial of trials(system, choose)) {
      const schedule = scheduleOf(system, choose);
      const simulation = new Simulation(system, trial.counts, schedule);
      const happenings: Happening[] = [];
      for (const happening of trial.happenings) {
        happenings.push(happening);
        if (!simulation.run(happening)) return { happenings, counts: trial.counts };
      }
    }
  }
  return undefined;
}

function scheduleOf(system: SystemFacts, choose: Choose): Schedule {
  const services = Object.keys(system.services);
  const victim = services[choose(services.length)];
  return victim === undefined || choose(2) === 0 ? byChance(choose) : against(victim, system, choose);
}

/** One happening after all is up, and all updates one after the other. */
function trials(system: SystemFacts, choose: Choose): readonly Stuck[] {
  const placement: Happening = { kind: "placement" };
  const most = countsOf(system, ({ maximum }) => maximum);
  const some = () => countsOf(system, ({ minimum, maximum }) => minimum + choose(maximum - minimum + 1));
  const services = Object.keys(system.services);
  const updates = services.map((service): Happening => ({ kind: "rolling update", service }));
  const oneOffs = services
    .filter((name) => system.services[name]?.oneOff !== undefined)
    .map((service): Happening => ({ kind: "one-off", service }));
  return [
    { happenings: [placement], counts: most },
    { happenings: [placement, { kind: "zone loss" }], counts: most },
    ...services.flatMap((service) =>
      countsToTry(system, service).map((tasks) => ({
        happenings: [placement, { kind: "rolling update", service } as const],
        counts: { ...most, ...(tasks !== undefined && { [service]: tasks }) },
      })),
    ),
    ...Object.keys(system.capacities).map((capacity) => ({
      happenings: [placement, { kind: "instance refresh", capacity } as const],
      counts: most,
    })),
    { happenings: [placement, ...shuffled([...updates, ...oneOffs], choose), { kind: "zone loss" }], counts: most },
    { happenings: [placement, ...scales(system, choose), ...shuffled(updates, choose)], counts: some() },
  ];
}

function countsOf(
  { services }: SystemFacts,
  count: (service: { readonly minimum: number; readonly maximum: number }) => number,
): Counts {
  return Object.fromEntries(
    Object.entries(services).flatMap(([name, facts]) => {
      if (facts.scheduling === "daemon") return [];
      const { desired = 1 } = facts.service;
      const range = facts.scheduling === "singleton" ? { minimum: desired, maximum: desired } : facts.service;
      return [[name, count(range)]];
    }),
  );
}

/** Every number of tasks that automatic scaling may set; of a daemon there is none. */
function countsToTry({ services }: SystemFacts, name: string): readonly (number | undefined)[] {
  const facts = services[name];
  if (facts?.scheduling === "daemon") return [undefined];
  if (facts?.scheduling === "singleton") return [facts.service.desired ?? 1];
  const { minimum = 0, maximum = 0 } = facts?.service ?? {};
  return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
}

/** Automatic scaling sets other numbers, one service after the other. */
function scales(system: SystemFacts, choose: Choose): readonly Happening[] {
  const counts = countsOf(system, ({ minimum, maximum }) => minimum + choose(maximum - minimum + 1));
  return Object.entries(counts).map(([service, tasks]) => ({ kind: "scale", service, tasks }));
}

function shuffled<T>(values: readonly T[], choose: Choose): readonly T[] {
  return values
    .map((value) => ({ value, at: choose(1_000_000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
