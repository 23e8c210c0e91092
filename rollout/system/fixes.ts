import { proven } from "../decide";
import type { RolloutFacts } from "../facts";
import { fieldNames } from "../fields";
import { fixesOf, type Fix } from "../fixes";
import { smallest } from "../search";
import { remedies, type Remedy, type ServiceRemedy } from "../remedies";
import { blockageOf, neighbours, partsAround, type Part } from "./blocked";
import type { SystemFacts } from "./facts";
import { capacitiesOf, capacityField, capacityOf, viewOf, withView } from "./parts";

/** Ways out that are shown; the first ones change least. */
const mostFixes = 8;

/** A step is made on one capacity after the other, and a service has at most 20. Source: ECS API, `CapacityProviderStrategyItem`. */
const mostSites = 20;

/** A rank below all others. */
const blocksOthers = -1000;

/** Changes after which a part is not blocked, and no other part is that was not. */
export function systemFixes(system: SystemFacts, part: Part): readonly Fix[] {
  const others = partsAround(system, part).filter(({ kind, name }) => kind !== part.kind || name !== part.name);
  const fine = others.filter((other) => blockageOf(system, other) === undefined);
  const all = proven * mostSites;
  const rank = (changed: SystemFacts) => {
    const obstacle = blockageOf(changed, part);
    const own = obstacle === undefined ? all : obstacle.rank * mostSites + obstacle.site;
    // Others matter once it is proven itself.
    return own >= all && fine.some((other) => blockageOf(changed, other) !== undefined) ? blocksOthers : own;
  };
  const found = fixesOf(system, { remedies: remediesOf(system, part), rank, proven: all, mostChanges: 2 });
  return different([...largerGroups(system, part, (changed) => rank(changed) >= all), ...found]).slice(0, mostFixes);
}

/** Several groups of a mix, each no larger than it has to be. */
function largerGroups(system: SystemFacts, part: Part, holds: (changed: SystemFacts) => boolean): readonly Fix[] {
  const names = part.kind === "service" ? capacitiesOf(system, part.name) : [];
  const managed = names.filter((name) => capacityOf(system, name).managedScaling ?? true);
  if (managed.length < 2) return [];
  const largest = managed.reduce((changed, name) => withMaximum(changed, name, mostInstances), system);
  if (!holds(largest)) return [];
  let facts = largest;
  const changes = managed.flatMap((name) => {
    const from = capacityOf(system, name).maximum;
    const to = smallest(from, mostInstances, (size) => holds(withMaximum(facts, name, size))) ?? mostInstances;
    facts = withMaximum(facts, name, to);
    return to === from ? [] : [{ field: `${capacityField(system, name)}.maximum`, from, to }];
  });
  return changes.length < 2 ? [] : [{ changes, keepsTasks: true }];
}

/** As `checkFacts` allows. */
const mostInstances = 10_000;

function withMaximum(system: SystemFacts, name: string, maximum: number): SystemFacts {
  return { ...system, capacities: { ...system.capacities, [name]: { ...capacityOf(system, name), maximum } } };
}

/** Its own remedies, then those by which its neighbours leave it more room; what gives up tasks comes last. */
function remediesOf(system: SystemFacts, part: Part): readonly Remedy<SystemFacts>[] {
  const own =
    part.kind === "service"
      ? capacitiesOf(system, part.name).flatMap((capacity) =>
          remedies.map((remedy) => onService(remedy, part.name, capacity)),
        )
      : remedies.map((remedy) => onCapacity(remedy, part.name));
  const ofOthers = neighbours(system, part).flatMap(({ service, capacity }) =>
    remedies.filter(({ leavesRoom = false }) => leavesRoom).map((remedy) => onService(remedy, service, capacity)),
  );
  const all = [...own, ...ofOthers];
  return [...all.filter(({ keepsTasks }) => keepsTasks), ...all.filter(({ keepsTasks }) => !keepsTasks)];
}

function onService({ keepsTasks, apply }: ServiceRemedy, service: string, capacity: string): Remedy<SystemFacts> {
  return through(
    keepsTasks,
    apply,
    (system) => viewOf(system, service, capacity),
    (system, view) => withView(system, service, capacity, view),
  );
}

/** A capacity alone; the task and the service are those of no one. */
function onCapacity({ keepsTasks, apply }: ServiceRemedy, capacity: string): Remedy<SystemFacts> {
  return through(
    keepsTasks,
    apply,
    (system) => ({
      capacity: capacityOf(system, capacity),
      task: { networkMode: "none", cpu: 0, memoryMiB: 1 },
      service: {
        minimum: 0,
        desired: 0,
        maximum: 1,
        deployment: { minimumHealthyPercent: 0, maximumPercent: 200 },
      },
      network: system.network,
      fields: fieldNames("", capacityField(system, capacity)),
    }),
    (system, view) => ({
      ...system,
      network: view.network,
      capacities: { ...system.capacities, [capacity]: { ...capacityOf(system, capacity), ...view.capacity } },
    }),
  );
}

function through(
  keepsTasks: boolean,
  apply: ServiceRemedy["apply"],
  get: (system: SystemFacts) => RolloutFacts,
  put: (system: SystemFacts, view: RolloutFacts) => SystemFacts,
): Remedy<SystemFacts> {
  return {
    keepsTasks,
    apply: (system, holds) => {
      const found = apply(get(system), (view) => holds(put(system, view)));
      return found && { facts: put(system, found.facts), change: found.change };
    },
  };
}

/** What a service has once was found once for each of its capacities. */
function different(fixes: readonly Fix[]): readonly Fix[] {
  const fields = ({ changes }: Fix) => changes.map(({ field }) => field).join();
  return fixes.filter((fix, index) => fixes.findIndex((other) => fields(other) === fields(fix)) === index);
}
