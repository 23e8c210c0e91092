import { adoptable } from "../../operations/adopt/target";
import type { Environment, Service } from "../../modules/platform/environment";

/** The environment with a changed service. @param key @default "web" */
export function withService(
  environment: Environment,
  change: Partial<Service> | ((service: Service) => Partial<Service>),
  key = "web",
): Environment {
  const { [key]: service } = environment.services;
  if (service === undefined) throw new Error(`${environment.name} has no service ${key}`);
  const changed = { ...service, ...(typeof change === "function" ? change(service) : change) };
  return { ...environment, services: { ...environment.services, [key]: changed } };
}

/** The environment with a changed part of which it has one. */
export function withPart<Section extends "capacities" | "databases" | "buckets">(
  environment: Environment,
  section: Section,
  change: Partial<NonNullable<Environment[Section][string]>>,
): Environment {
  const { default: part } = environment[section];
  if (part === undefined) throw new Error(`${environment.name} has none of ${section}`);
  return { ...environment, [section]: { ...environment[section], default: { ...part, ...change } } };
}

/** The parts of an environment that has a service `web` and one of each. */
export function partsOf(environment: Environment) {
  const { database, bucket, host, ...target } = adoptable(environment);
  if (database === undefined || database.existing !== undefined || bucket === undefined || host === undefined) {
    throw new Error(`${environment.name} has no database of its own, no bucket or no host name`);
  }
  return { ...target, database, bucket, host, secretNames: Object.keys(environment.secrets) };
}
