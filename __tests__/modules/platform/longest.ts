import { z } from "zod";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../modules/platform/environment";
import { schema } from "../../../modules/platform/environment/schema";

type Path = readonly string[];

/** Schemas without what fills in or changes values. */
function plain(shape: z.core.$ZodType): z.core.$ZodType {
  const def = shape._zod.def as { readonly innerType?: z.core.$ZodType; readonly in?: z.core.$ZodType };
  const inner = def.innerType ?? def.in;
  return inner === undefined ? shape : plain(inner);
}

/** Every text of a value that has a schema of its own, with the longest that the schema takes in its place. */
function longestTexts(shape: z.core.$ZodType, value: unknown, path: Path): readonly (readonly [Path, string])[] {
  const own = plain(shape);
  if (typeof value === "string") {
    const longer = longest(own, value);
    return longer === value ? [] : [[path, longer]];
  }
  if (typeof value !== "object" || value === null) return [];
  if (own instanceof z.ZodUnion) {
    const option = own.options.find((one) => z.safeParse(one, value).success);
    return option === undefined ? [] : longestTexts(option, value, path);
  }
  const shapeOf = (key: string): z.core.$ZodType | undefined => {
    if (own instanceof z.ZodObject) return (own.shape as Readonly<Record<string, z.core.$ZodType>>)[key];
    if (own instanceof z.ZodRecord) return own.valueType;
    return own instanceof z.ZodArray ? own.element : undefined;
  };
  return Object.entries(value).flatMap(([key, inner]) => {
    const of = shapeOf(key);
    return of === undefined ? [] : longestTexts(of, inner, [...path, key]);
  });
}

/** Texts without a limit grow to a thousand characters. */
const lengths = [512, 256, 128, 64, 32, 16, 8, 4, 2, 1];

/** A text of the same form that is as long as its schema takes: letters where they are allowed. */
function longest(shape: z.core.$ZodType, text: string): string {
  const places = [text.length, 0, Math.floor(text.length / 2), text.indexOf("/") + 1, text.lastIndexOf("/") + 1];
  const grown = places.map((place) => {
    const longer = (count: number) => text.slice(0, place) + "a".repeat(count) + text.slice(place);
    const most = lengths.reduce(
      (count, more) => (z.safeParse(shape, longer(count + more)).success ? count + more : count),
      0,
    );
    return longer(most);
  });
  return grown.toSorted((a, b) => b.length - a.length)[0] ?? text;
}

function withText(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? withText(one, rest, text) : (one as unknown)));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withText(record[key], rest, text) };
}

/** The environment with its keys as long as they may be: containers, services, tasks and so on, wherever they are referred to. */
export function withLongestKeys(input: EnvironmentInput, keys: Readonly<Record<string, string>>): EnvironmentInput {
  const renamed = (text: string) => keys[text] ?? text;
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return renamed(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [renamed(key), walk(inner)]));
  };
  return walk(input) as EnvironmentInput;
}

/**
 * Environments in which every text is the longest that its field takes. What is refused with others, such as a host name outside its zone,
 * stays as it was.
 *
 * @param accepts whether the constructs take an environment
 */
export function withLongestTexts(
  input: EnvironmentInput,
  accepts: (candidate: EnvironmentInput) => boolean,
): { readonly input: EnvironmentInput; readonly grown: number } {
  const texts = longestTexts(schema, input, []);
  const grow = (from: EnvironmentInput, some: readonly (readonly [Path, string])[]) =>
    some.reduce<unknown>((value, [path, text]) => withText(value, path, text), from) as EnvironmentInput;
  const isDefined = (candidate: EnvironmentInput) => {
    try {
      defineEnvironment(candidate);
      return true;
    } catch (error) {
      if (error instanceof EnvironmentError) return false;
      throw error;
    }
  };
  // Halves, so that one that is refused costs few tries.
  const take = (
    from: EnvironmentInput,
    some: readonly (readonly [Path, string])[],
    isTaken: (candidate: EnvironmentInput) => boolean,
  ): readonly (readonly [Path, string])[] => {
    if (some.length === 0 || isTaken(grow(from, some))) return some;
    if (some.length === 1) return [];
    const half = Math.ceil(some.length / 2);
    const first = take(from, some.slice(0, half), isTaken);
    return [...first, ...take(grow(from, first), some.slice(half), isTaken)];
  };
  const defined = take(input, texts, isDefined);
  const built = take(input, defined, accepts);
  return { input: grow(input, built), grown: built.length };
}
