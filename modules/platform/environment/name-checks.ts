import { ecsName } from "../../../aws/limits";
import { json, type CrossCheck } from "./cross-check";
import type { Environment, Service } from "./model";

interface Name {
  /** What AWS takes each name of once. */
  readonly kind: string;
  readonly path: string;
  readonly value: string;
  /** What has the name, in a message about another that has it too. */
  readonly owner: string;
}

/** Families of a service: its own, and those of the tasks that run one command. */
function familiesOf({ field, family, oneOff, scheduled }: Service): readonly Name[] {
  const others = Object.values(scheduled)
    .map(({ size }) => size.container)
    .filter((container) => container !== oneOff.container);
  const tasks = ["-task", ...new Set(others.map((container) => `-task-${container}`))];
  const name = { kind: "family", path: `${field}.family` };
  return [
    { ...name, value: family, owner: field },
    ...tasks.map((ending) => ({ ...name, value: `${family}${ending}`, owner: `a one-off task of ${field}` })),
  ];
}

function namesOf({ services, capacities, images, databases }: Environment): readonly Name[] {
  const name = (kind: string, part: { readonly field: string }, field: string, value: string): Name => ({
    kind,
    path: `${part.field}.${field}`,
    value,
    owner: part.field,
  });
  return [
    ...Object.values(services).map((service) => name("service", service, "name", service.name)),
    ...Object.values(services).flatMap(familiesOf),
    ...Object.values(capacities).map((capacity) => name("capacity", capacity, "name", capacity.name)),
    ...Object.values(images).flatMap((image) => [
      ...(image.existing ? [] : [name("repository", image, "repository", image.repository)]),
      name("record", image, "record", image.record),
    ]),
    ...Object.values(databases).flatMap((database) =>
      database.existing === undefined ? [name("database", database, "identifier", database.identifier)] : [],
    ),
  ];
}

/** Names within one environment; `owned-once.ts` compares environments with each other. */
const uniqueNames: CrossCheck = {
  reads: ["application", "name", "services", "capacity", "capacities", "images", "database", "databases"],
  problems: (environment) => {
    const owners = new Map<string, Name>();
    return namesOf(environment).flatMap((name) => {
      const key = json([name.kind, name.value]);
      const other = owners.get(key);
      owners.set(key, other ?? name);
      if (other === undefined) return [];
      return [{ path: name.path, allowed: `a name of its own; ${other.owner} has it`, got: json(name.value) }];
    });
  },
};

/** Families of one-off tasks are made from that of the service and a container. */
const familyLengths: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap((service) =>
      familiesOf(service)
        .filter(({ value }) => !ecsName.pattern.test(value))
        .map(({ path, value }) => ({
          path,
          allowed: `such that ${value.slice(0, 20)}... has at most 255 characters, with -task and the container of a scheduled command`,
          got: String(value.length),
        })),
    ),
};

export const nameChecks: readonly CrossCheck[] = [uniqueNames, familyLengths];
