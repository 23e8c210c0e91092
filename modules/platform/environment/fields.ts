import type { z } from "zod";
import { alternatives } from "./schema/existing";

/** Parts of a zod schema that are read here. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

/** Names of the fields that a schema has at a path, for a suggestion; empty where it has none. */
export function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [step, ...rest] = path;
  const objects = objectsOf(schema);
  if (step === undefined) return [...new Set(objects.flatMap(({ shape = {} }) => Object.keys(shape)))];
  const below = objects.flatMap(({ shape, element, valueType }) => shape?.[String(step)] ?? element ?? valueType ?? []);
  return [...new Set(below.flatMap((type) => fieldsAt(type, rest)))];
}

/** What a schema may be, without what is around it: defaults, options, a choice. */
function objectsOf(schema: z.ZodType): readonly Definition[] {
  const inside = insideOf(schema);
  return inside.length === 0 ? [definitionOf(schema)] : inside.flatMap(objectsOf);
}

export const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** The schemas of which one holds where this one does; none for an object, a list, a text. */
export function insideOf(schema: z.ZodType): readonly z.ZodType[] {
  const { options, innerType, in: input } = definitionOf(schema);
  return alternatives.get(schema) ?? options ?? [innerType ?? input].flatMap((type) => type ?? []);
}
