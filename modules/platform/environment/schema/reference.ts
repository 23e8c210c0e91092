import { z } from "./zod";

/** What a text of an environment may name. */
export type Target =
  | "accessPoints"
  | "buckets"
  | "capacities"
  | "containers"
  | "endpoints"
  | "fileSystems"
  | "images"
  | "links"
  | "otherContainers"
  | "ports"
  | "queues"
  | "secretSources"
  | "secrets"
  | "secretsByHand"
  | "values"
  | "volumes"
  | "zones";

const references = new WeakMap<z.ZodType, Target>();

/** Marks a field as the name of another part of the environment: a name that nothing has is refused (`../references.ts`). */
export function refersTo<Field extends z.ZodType>(target: Target, field: Field): Field {
  references.set(field, target);
  return field;
}

/** The name of another part of the environment. */
export const nameOf = (target: Target) => refersTo(target, z.string({ error: "a name" }));

/** What a field names; undefined for one that refers to nothing. */
export const targetOf = (field: z.ZodType): Target | undefined => references.get(field);
