import { capacityBlockage, serviceBlockage, type Obstacle } from "./decide";
import type { SystemFacts } from "./facts";
import { capacitiesOf, countedOn, daemonsOn } from "./parts";

/** A service or a capacity of a system. */
export interface Part {
  readonly kind: "service" | "capacity";
  readonly name: string;
}

/** The step that a part cannot make. */
export function blockageOf(system: SystemFacts, { kind, name }: Part): Obstacle | undefined {
  return kind === "service" ? serviceBlockage(system, name) : capacityBlockage(system, name);
}

/** All parts that a change of one may block: those that share a capacity with it, directly or through others. */
export function partsAround(system: SystemFacts, part: Part): readonly Part[] {
  const capacities = new Set(part.kind === "capacity" ? [part.name] : capacitiesOf(system, part.name));
  // A set is visited up to its end, with what is added meanwhile.
  for (const capacity of capacities) {
    const used = countedOn(system, capacity).flatMap((name) => capacitiesOf(system, name));
    for (const other of used) capacities.add(other);
  }
  const names = [...capacities];
  const services = new Set(names.flatMap((name) => [...countedOn(system, name), ...daemonsOn(system, name)]));
  return [
    ...[...services].map((name): Part => ({ kind: "service", name })),
    ...names.map((name): Part => ({ kind: "capacity", name })),
  ];
}

/** Other services whose tasks run on the instances of a part. */
export function neighbours(
  system: SystemFacts,
  { kind, name }: Part,
): readonly { service: string; capacity: string }[] {
  const capacities = kind === "capacity" ? [name] : capacitiesOf(system, name);
  const isSelf = (service: string) => kind === "service" && service === name;
  const found = capacities.flatMap((capacity) =>
    [...countedOn(system, capacity), ...daemonsOn(system, capacity)].map((service) => ({ service, capacity })),
  );
  return found.filter(
    ({ service }, index) => !isSelf(service) && found.findIndex((other) => other.service === service) === index,
  );
}
