import { instancesAvailable, maximumTasks, minimumHealthy } from "../counts";
import { refreshOf } from "../instance-refresh";
import type { Proof } from "../proof";
import { proveRollout } from "../prove";
import { aligned } from "./align";
import { assumeTypes, type Assumed } from "./assume";
import { blockageOf, type Part } from "./blocked";
import { checkSystem } from "./check";
import { fitOfSite, instancesAtRest, scenarioCounts } from "./decide";
import type { SystemFacts } from "./facts";
import { systemFixes } from "./fixes";
import { sharedNotes } from "./notes";
import { capacitiesOf, capacityOf, countedOn, daemonsOn, isDaemon, loneCapacity, serviceOf, viewOf } from "./parts";
import type { CapacityProof, ServiceProof, SharedProof, SystemBlockage, SystemProof, Verdict } from "./proof";
import { tasksAtRest } from "./room";

/**
 * Proves that all services can be placed with their maximum of tasks at the same time, that each of them can be updated
 * while the others are there, and that every capacity can be refreshed and survives the loss of a zone; or says what blocks.
 *
 * A service that shares its only capacity with daemons alone is proven by `proveRollout`, to the last task.
 *
 * @throws RangeError where a fact is out of its range
 */
export function proveSystem(facts: SystemFacts): SystemProof {
  checkSystem(facts);
  const lone = Object.keys(facts.services).flatMap((service) => {
    const capacity = loneCapacity(facts, service);
    return capacity === undefined ? [] : [{ service, capacity, proof: proveRollout(viewOf(facts, service, capacity)) }];
  });
  const isLone = (capacity: string) => lone.some((each) => each.capacity === capacity);
  const assumed = assumeTypes(
    facts,
    Object.keys(facts.capacities).filter((name) => !isLone(name)),
  );
  const found = blockagesOf(assumed.system, [
    ...Object.keys(facts.services)
      .filter((name) => lone.every(({ service }) => service !== name))
      .map((name): Part => ({ kind: "service", name })),
    ...Object.keys(facts.capacities)
      .filter((name) => !isLone(name))
      .map((name): Part => ({ kind: "capacity", name })),
  ]);
  const capacities = mapKeys(facts.capacities, (name) => {
    const alone = lone.find(({ capacity }) => capacity === name);
    if (alone !== undefined) return loneCapacityProof(facts, name, alone.proof);
    return proveCapacity(assumed, name, found.get(`capacity ${name}`));
  });
  const services = mapKeys(facts.services, (name): ServiceProof => {
    const alone = lone.find(({ service }) => service === name);
    if (alone === undefined) return proveService(assumed, name, found.get(`service ${name}`));
    const { capacity, proof } = alone;
    return { sharing: "alone", verdict: proof.verdict, capacity, proof };
  });
  const verdicts = [...Object.values(services), ...Object.values(capacities)].map(({ verdict }) => verdict);
  return { verdict: worst(verdicts), facts, services, capacities };
}

const order: readonly Verdict[] = ["blocked", "undecided", "proven"];

function worst(verdicts: readonly Verdict[]): Verdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? "proven";
}

function proveService({ system, requirements }: Assumed, name: string, blockage?: SystemBlockage): SharedProof {
  const service = serviceOf(system, name);
  const used = capacitiesOf(system, name);
  const isUndecided = used.some((capacity) => requirements[capacity] !== undefined);
  const isCounted = !isDaemon(service);
  const [first = ""] = used;
  const view = viewOf(system, name, first);
  return {
    sharing: "shared",
    verdict: verdictOf(blockage, isUndecided),
    scheduling: service.scheduling ?? "replica",
    capacities: Object.fromEntries(
      used.map((capacity) => {
        const fit = fitOfSite(viewOf(system, name, capacity));
        const tasks = isCounted
          ? tasksAtRest(system, name, capacity)
          : instancesAvailable({ capacity: capacityOf(system, capacity) });
        return [capacity, { tasks, ...(fit && { tasksPerInstance: fit.tasks }) }];
      }),
    ),
    scenarios: isCounted
      ? scenarioCounts(system, name).map((tasks) => ({
          tasks,
          minimumHealthy: minimumHealthy(view, tasks),
          maximumTasks: maximumTasks(view, tasks),
        }))
      : [],
    ...(blockage && { blockage }),
    notes: blockage === undefined ? sharedNotes(system, name) : [],
  };
}

function proveCapacity({ system, requirements }: Assumed, name: string, blockage?: SystemBlockage): CapacityProof {
  const facts = { capacity: capacityOf(system, name) };
  const instances = instancesAtRest(system, name);
  const required = requirements[name] ?? [];
  return {
    verdict: verdictOf(blockage, required.length > 0),
    ...usersOf(system, name),
    instancesAvailable: instancesAvailable(facts),
    instancesAtRest: instances,
    instanceRefresh: refreshOf(facts, instances),
    requirements: required,
    ...(blockage && { blockage }),
  };
}

/** The proof of its service says of it what there is to say; here are the numbers at the maximum of tasks. */
function loneCapacityProof(facts: SystemFacts, name: string, proof: Proof): CapacityProof {
  const capacity = { capacity: capacityOf(facts, name) };
  const atRest = proof.verdict === "blocked" ? instancesAvailable(capacity) : proof.atMaximum.instancesAtRest;
  return {
    // What blocks it is in the proof of the service, once.
    verdict: proof.verdict === "blocked" ? "proven" : proof.verdict,
    ...usersOf(facts, name),
    instancesAvailable: instancesAvailable(capacity),
    instancesAtRest: atRest,
    instanceRefresh: refreshOf(capacity, atRest),
    requirements: proof.verdict === "undecided" ? proof.requirements : [],
  };
}

function usersOf(system: SystemFacts, name: string): Pick<CapacityProof, "services" | "daemons"> {
  return { services: countedOn(system, name), daemons: daemonsOn(system, name) };
}

/** What blocks each part, with the changes that unblock it. */
function blockagesOf(system: SystemFacts, parts: readonly Part[]): ReadonlyMap<string, SystemBlockage> {
  const blocked = parts.flatMap((part) => {
    const obstacle = blockageOf(system, part);
    return obstacle === undefined ? [] : [{ part, obstacle, fixes: systemFixes(system, part) }];
  });
  const fixes = aligned(blocked.map((each) => each.fixes));
  return new Map(
    blocked.map(({ part, obstacle: { at, rank, explain } }, index) => [
      `${part.kind} ${part.name}`,
      { at, rank, ...explain(), fixes: fixes[index] ?? [] },
    ]),
  );
}

function verdictOf(blockage: SystemBlockage | undefined, isUndecided: boolean): Verdict {
  if (blockage !== undefined) return "blocked";
  return isUndecided ? "undecided" : "proven";
}

function mapKeys<Value>(
  record: Readonly<Record<string, unknown>>,
  map: (name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.keys(record).map((name) => [name, map(name)]));
}
