import { maximumTasks, minimumHealthy } from "../counts";
import type { Scenario } from "../proof";
import { scenario } from "../prove";
import { updateWithin } from "../rolling-update";
import { viewOf } from "./parts";
import type { SharedProof, SystemProof } from "./proof";

/**
 * What happens to a service at some numbers of tasks, whoever else is on its instances; nothing where its rollouts are blocked.
 *
 * @param counts numbers of tasks. @default - desired and maximum; of a daemon, one on each instance
 */
export function scenariosOf(system: SystemProof, name: string, counts?: readonly number[]): Scenario[] {
  const proof = system.services[name];
  if (proof === undefined || proof.verdict === "blocked") return [];
  if (proof.sharing === "shared")
    return sharedCounts(system, proof, counts).map((tasks) => shared(system, name, tasks));
  if (proof.proof.verdict === "blocked") return [];
  const { facts, tasksPerInstance, atDesired, atMaximum } = proof.proof;
  return distinct(counts ?? [atDesired.tasks, atMaximum.tasks]).map((tasks) =>
    scenario(facts, tasksPerInstance, tasks),
  );
}

const distinct = (counts: readonly number[]): number[] => [...new Set(counts)].filter((tasks) => tasks > 0);

function sharedCounts(
  system: SystemProof,
  { scheduling, scenarios, capacities }: SharedProof,
  counts?: readonly number[],
) {
  if (counts !== undefined) return distinct(counts);
  if (scheduling !== "daemon") return distinct(scenarios.map(({ tasks }) => tasks));
  return distinct([sum(Object.keys(capacities).map((capacity) => system.capacities[capacity]?.instancesAtRest ?? 0))]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * On shared instances, with all other services at their maximum of tasks. Where these are is not known, so that what an update adds gets
 * instances of its own. Tasks are spread over zones, or else a zone takes as many along as its instances hold.
 */
function shared(system: SystemProof, name: string, tasks: number): Scenario {
  const { capacities: places } = system.services[name] as SharedProof;
  const names = Object.keys(places);
  const capacities = names.flatMap((capacity) => system.capacities[capacity] ?? []);
  const view = viewOf(system.facts, name, names[0] ?? "");
  const isDaemon = system.facts.services[name]?.scheduling === "daemon";
  const atRest = sum(capacities.map(({ instancesAtRest }) => instancesAtRest));
  const available = sum(capacities.map(({ instancesAvailable }) => instancesAvailable));
  const perInstance = isDaemon
    ? 1
    : Math.min(...Object.values(places).map(({ tasksPerInstance = 1 }) => tasksPerInstance));
  const [floor, ceiling] = [minimumHealthy(view, tasks), maximumTasks(view, tasks)];
  // The proof says that one more task has a place wherever an update needs it.
  const room = Math.max((available - atRest) * perInstance, floor >= tasks ? 1 : 0);
  const instances = (count: number) =>
    Math.min(available, atRest + Math.ceil(Math.max(0, count - tasks) / perInstance));
  const { zones } = system.facts.network;
  const instancesLost = Math.ceil(atRest / zones);
  const lost = view.service.placement === "binpack" ? instancesLost * perInstance : Math.ceil(tasks / zones);
  const refreshes = capacities.map(({ instanceRefresh }) => instanceRefresh);
  return {
    tasks,
    instancesAtRest: atRest,
    rollingUpdate: {
      ...updateWithin({ tasks, floor, room: Math.min(ceiling, tasks + room), instances }),
      fullSpeedInstances: atRest + Math.ceil(Math.max(0, ceiling - tasks) / perInstance),
      minimumHealthy: floor,
      maximumTasks: ceiling,
    },
    instanceRefresh: {
      order: refreshes.some(({ order }) => order === "launch first") ? "launch first" : "terminate and launch",
      atOnce: sum(refreshes.map(({ atOnce }) => atOnce)),
      peakInstances: sum(refreshes.map(({ peakInstances }) => peakInstances)),
    },
    zoneLoss: { instancesLost, tasksLeft: tasks - Math.min(tasks, lost) },
  };
}
