import { proven } from "../decide";
import type { RolloutFacts } from "../facts";
import { fieldNames } from "../fields";
import { fixesOf, type Fix } from "../fixes";
import { remedies, type Remedy, type ServiceRemedy } from "../remedies";
import { blockageOf, neighbours, partsAround, type Part } from "./blocked";
import type { SystemFacts } from "./facts";
import { capacitiesOf, capacityField, capacityOf, viewOf, withView } from "./parts";

/** Ways out that are shown; the first ones change least. */
const mostFixes = 8;

/** Changes after which a part is not blocked, and no other part is that was not. */
export function systemFixes(system: SystemFacts, part: Part): readonly Fix[] {
  const others = partsAround(system, part).filter(({ kind, name }) => kind !== part.kind || name !== part.name);
  const fine = others.filter((other) => blockageOf(system, other) === undefined);
  const rank = (changed: SystemFacts) => {
    const own = blockageOf(changed, part)?.rank ?? proven;
    return fine.some((other) => blockageOf(changed, other) !== undefined) ? -1000 : own;
  };
  return different(fixesOf(system, { remedies: remediesOf(system, part), rank, mostChanges: 2 })).slice(0, mostFixes);
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
