import type { z } from "zod";
import { regions } from "../../../aws/regions";
import { closest } from "../../../packages/common/closest";
import { UserError } from "../../../packages/common/errors";
import { printableJson } from "../../../packages/common/printable";
import { list } from "../../../packages/common/text";
import { crossChecks } from "./checks";
import type { Problem } from "./cross-check";
import { fieldsAt } from "./fields";
import { complete } from "./complete";
import type { Environment } from "./model";
import type { EnvironmentInput, InputWith } from "./input";
import { schema, type Parsed, type PlainInput } from "./schema";

export type * from "./model";
export { unnamed } from "./names";
export type { EnvironmentInput } from "./input";

/** All that is wrong with an environment, a line each. */
export class EnvironmentError extends UserError {
  constructor(
    environment: string,
    readonly problems: readonly Problem[],
  ) {
    // A key may have control characters in it.
    const shownPaths = problems.map(({ path }) => printableJson(path).slice(1, -1));
    const width = Math.max(...shownPaths.map((path) => path.length));
    const lines = problems.map(
      ({ allowed, got, message = `must be ${allowed}; got ${got}` }, index) =>
        `  ${(shownPaths[index] ?? "").padEnd(width)}  ${message}`,
    );
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`environment ${environment} has ${count}; nothing was written\n\n${lines.join("\n")}\n`);
  }
}

/**
 * Checks an environment and fills in the defaults.
 *
 * @throws EnvironmentError with all problems at once: each field's path, what is allowed and what was got
 */
export function defineEnvironment<
  Databases extends string = never,
  Buckets extends string = never,
  Caches extends string = never,
  Queues extends string = never,
  Services extends string = never,
>(input: InputWith<Databases, Buckets, Caches, Queues, Services>): Environment {
  const result = schema.safeParse(input);
  const problems = [
    ...(result.error?.issues ?? []).flatMap((issue) => problemsOf(issue, input)),
    ...checkAcross(input as PlainInput),
    ...unwritableTexts(input),
  ];
  if (problems.length > 0 || result.data === undefined)
    throw new EnvironmentError(JSON.stringify(input.name), problems);
  const environment = complete(result.data);
  inputs.set(environment, input as EnvironmentInput);
  return environment;
}

const inputs = new WeakMap<Environment, EnvironmentInput>();

/** What an environment's file says, without the defaults. @throws Error for what `defineEnvironment` did not make */
export function inputOf(environment: Environment): EnvironmentInput {
  const input = inputs.get(environment);
  if (input === undefined) throw new Error(`${environment.name} was not made by defineEnvironment`);
  return input;
}

/**
 * Texts and names that reach nobody as they are written: neither variables, arguments of a program nor most APIs can have NUL, and half of a
 * surrogate pair becomes another character in every file.
 */
function unwritableTexts(value: unknown, path = ""): readonly Problem[] {
  if (typeof value === "string") return unwritable(path, value);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = path === "" ? key : `${path}.${key}`;
    return [...unwritable(below, key), ...unwritableTexts(inner, below)];
  });
}

function unwritable(path: string, text: string): readonly Problem[] {
  if (text.includes("\0")) return [{ path, allowed: "free of NUL characters", got: shown(text) }];
  return /\p{Surrogate}/u.test(text) ? [{ path, allowed: "free of halves of characters", got: shown(text) }] : [];
}

/** Sections whose entries are checked one by one: what is wrong with one service hides nothing of the others. */
const entryByEntry: readonly string[] = ["services"];

/** A check across sections runs as soon as the sections it reads are right, whatever is wrong elsewhere. */
function checkAcross(input: PlainInput): readonly Problem[] {
  const parsed = Object.fromEntries(
    Object.entries(schema.shape).flatMap(([section, shape]): readonly (readonly [string, unknown])[] => {
      const value = input[section as keyof PlainInput];
      const result = shape.safeParse(value);
      if (result.success) return [[section, result.data]];
      return entryByEntry.includes(section) ? [[section, entriesThatParse(section, value)]] : [];
    }),
  ) as Partial<Parsed>;
  const environment = complete(parsed);
  return crossChecks.flatMap(({ reads, problems }) =>
    reads.every((section) => section in parsed) ? problems(environment, parsed) : [],
  );
}

function entriesThatParse(section: string, value: unknown): Readonly<Record<string, unknown>> {
  const shape = schema.shape[section as keyof Parsed];
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([key, entry]) => {
      const result = shape.safeParse({ [key]: entry });
      return result.success ? Object.entries(result.data as Readonly<Record<string, unknown>>) : [];
    }),
  );
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown): readonly Problem[] {
  const at = (path: readonly PropertyKey[]) => path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: at([...issue.path, key]),
      allowed: "a known field",
      got: shown(valueAt(input, [...issue.path, key])),
      message: unknownField(key, fieldsAt(schema, issue.path)),
    }));
  }
  if (issue.code === "invalid_key") {
    const allowed = issue.issues.map(({ message }) => message).join(" and ");
    return [{ path: at(issue.path), allowed: `named with ${allowed}`, got: shown(issue.path.at(-1)) }];
  }
  const got = valueAt(input, issue.path);
  const allowed = issue.code === "invalid_type" && got === undefined ? `given (${issue.expected})` : allowedBy(issue);
  const near = at(issue.path) === "region" && typeof got === "string" ? closest(got, regions) : undefined;
  const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
  return [{ path: at(issue.path), allowed, got: `${shown(got)}${hint}` }];
}

function unknownField(name: string, known: readonly string[]): string {
  // A section of several kinds has the fields of one of them.
  if (known.includes(name)) return "does not go with the other fields here; leave it out, or change what they choose";
  const near = closest(name, known);
  const fix = near === undefined ? `the fields here are ${list(known)}` : `did you mean ${JSON.stringify(near)}?`;
  return `unknown field ${JSON.stringify(name)}; ${fix}`;
}

/** zod's own wording says "Invalid input: expected string, received number"; ours says what is allowed already. */
function allowedBy(issue: z.core.$ZodIssue): string {
  return issue.message
    .replace(/^Invalid input: expected (?=[aeiou])([^,]+).*$/, "an $1")
    .replace(/^Invalid input: expected ([^,]+).*$/, "a $1");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
