import type { z } from "zod";
import { closest } from "../../../packages/common/closest";
import { UserError } from "../../../packages/common/errors";
import { list } from "../../../packages/common/text";
import { crossChecks } from "./checks";
import type { Problem } from "./cross-check";
import { fieldsAt } from "./fields";
import { schema, type Environment, type EnvironmentInput } from "./schema";

export type { Environment, EnvironmentInput } from "./schema";

/** All that is wrong with an environment, a line each. */
export class EnvironmentError extends UserError {
  constructor(
    environment: string,
    readonly problems: readonly Problem[],
  ) {
    const width = Math.max(...problems.map(({ path }) => path.length));
    const lines = problems.map(
      ({ path, allowed, got, message = `must be ${allowed}; got ${got}` }) => `  ${path.padEnd(width)}  ${message}`,
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
export function defineEnvironment(input: EnvironmentInput): Environment {
  const result = schema.safeParse(input);
  const problems = [
    ...(result.error?.issues ?? []).flatMap((issue) => problemsOf(issue, input)),
    ...checkAcross(input),
  ];
  if (problems.length > 0 || result.data === undefined)
    throw new EnvironmentError(JSON.stringify(input.name), problems);
  const { application, name, release } = result.data;
  return { ...result.data, release: { ...release, record: release.record ?? `/${application}/${name}/image-tag` } };
}

/** A check across sections runs as soon as the sections it reads are right, whatever is wrong elsewhere. */
function checkAcross(input: EnvironmentInput): readonly Problem[] {
  const parsed = Object.fromEntries(
    Object.entries(schema.shape).flatMap(([section, shape]) => {
      const result = shape.safeParse(input[section as keyof Environment]);
      return result.success ? [[section, result.data]] : [];
    }),
  ) as Partial<Environment>;
  return crossChecks.flatMap(({ reads, problems }) =>
    reads.every((section) => section in parsed) ? problems(parsed as Environment) : [],
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
  return [{ path: at(issue.path), allowed, got: shown(got) }];
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
