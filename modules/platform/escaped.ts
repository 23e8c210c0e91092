import { literal } from "../shared";
import type { Environment, Service } from "./environment";
import { mapEntries } from "./environment/names";

/**
 * The environment with every text as a person wrote it, also where Terraform would evaluate `${...}` and `%{...}`. The texts of
 * containers and commands stay, since task definitions and schedules escape them themselves.
 */
export function escaped({ services, ...rest }: Environment): Environment {
  return { ...(escapeTexts(rest) as Omit<Environment, "services">), services: mapEntries(services, escapedService) };
}

function escapedService({ containers, scheduled, migration, environment, ...rest }: Service): Service {
  return {
    ...(escapeTexts(rest) as Omit<Service, "containers">),
    containers,
    scheduled,
    migration,
    environment,
  } as Service;
}

function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeTexts(inner)]));
}
