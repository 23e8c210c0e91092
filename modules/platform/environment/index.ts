import { z } from "zod";
import { region } from "../../../aws/limits";
import { crossChecks } from "./checks";
import type { Problem } from "./cross-check";
import { adopt } from "./schema/adopt";
import { capacity, cluster, repository, service, task } from "./schema/compute";
import { database, secrets, state, storage, waivers } from "./schema/data";
import { text } from "./schema/forms";
import { monitoring } from "./schema/monitoring";
import { domain, loadBalancer, network } from "./schema/network";
import { release } from "./schema/release";
import { destroyWaivers } from "./schema/review";
import { UserError } from "../../../packages/common/errors";

const shortName = {
  pattern: /^[a-z][a-z0-9-]{1,18}[a-z0-9]$/,
  allowed: "3 to 20 lower case letters, digits and hyphens, beginning with a letter",
};

const schema = z.strictObject({
  /** Name of the environment; stacks are called `<name>-foundation`, `<name>-data` and `<name>-service`. */
  name: text(shortName),
  /** Name of the application; what has no name of its own is called `<application>-<environment>`. */
  application: text(shortName),
  /** AWS account; every plan is refused in another one. */
  account: text({ pattern: /^\d{12}$/, allowed: "12 digits in quotes" }),
  region: text(region),
  /** Tags on everything, beside `Application`, `Environment` and `ManagedBy`. @default - none */
  tags: z.record(z.string().min(1, { error: "a tag key" }), z.string()).default({}),
  /** Refuse to destroy what must survive: database, files, secrets, images, state. @default true */
  deletionProtection: z.boolean().default(true),
  state,
  domain,
  network,
  cluster,
  capacity,
  loadBalancer,
  repository,
  task,
  service,
  release,
  database,
  storage,
  secrets,
  monitoring,
  waivers,
  destroyWaivers,
  adopt,
});

/** What an environment file says; what it leaves out has the default that its field documents. */
export type EnvironmentInput = z.input<typeof schema>;

/** An environment with every default filled in. */
export type Environment = Parsed & { readonly release: { readonly record: string } };

type Parsed = z.output<typeof schema>;

/** All that is wrong with an environment, a line each. */
export class EnvironmentError extends UserError {
  constructor(
    environment: string,
    readonly problems: readonly Problem[],
  ) {
    const width = Math.max(...problems.map(({ path }) => path.length));
    const lines = problems.map(({ path, allowed, got }) => `  ${path.padEnd(width)}  must be ${allowed}; got ${got}`);
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
      allowed: "left out, since there is no such field",
      got: shown(valueAt(input, [...issue.path, key])),
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
