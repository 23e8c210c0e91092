import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../modules/platform/environment";
import { closest } from "../packages/common/closest";
import { exitCodes, UserError } from "../packages/common/errors";
import { list } from "../packages/common/text";
import { projectRoot } from "./root";

/** Names of the environments, which are those of the files in `environments/`. None of them is loaded. */
export function environmentNames(): readonly string[] {
  return readdirSync(join(projectRoot(), "environments"))
    .flatMap((file) => /^([a-z][a-z0-9-]*)\.ts$/.exec(file)?.slice(1) ?? [])
    .toSorted();
}

/** The environment that a stack belongs to; undefined for one of an environment that was removed, or never was. */
export function environmentOf(stack: string, names: readonly string[] = environmentNames()): string | undefined {
  return names.filter((name) => stack.startsWith(`${name}-`)).toSorted((one, other) => other.length - one.length)[0];
}

/** The environment that commands work on where none is named. @throws UserError when it is not obvious */
export function defaultEnvironment(): string {
  const names = environmentNames();
  const [first, ...others] = names;
  if (first !== undefined && others.length === 0) return first;
  if (names.includes("production")) return "production";
  throw new UserError(`name an environment: ${list(names)}`, exitCodes.usage);
}

/**
 * Loads one environment, and no other's file: a mistake in staging does not keep anybody from looking at production.
 *
 * @throws UserError when there is no such environment, with the closest name, or when its file is wrong
 */
export async function loadEnvironment(name: string): Promise<Environment> {
  requireName(name);
  const file = `environments/${name}.ts`;
  const exported = camelCase(name);
  const module = await read(name, file);
  const environment = module[exported];
  if (!isEnvironment(environment)) {
    const got = list(Object.keys(module)) || "nothing";
    throw new UserError(
      `${file} must export the environment as \`${exported}\`, made by defineEnvironment; it exports ${got}`,
    );
  }
  if (environment.name === name) return environment;
  throw new UserError(
    `${file}: the environment's name is ${JSON.stringify(environment.name)}; give it the file's name, ${JSON.stringify(name)}, or rename the file to ${environment.name}.ts`,
  );
}

/** Loads environments, in order. @param names @default - all of them */
export async function loadEnvironments(names: readonly string[] = environmentNames()): Promise<readonly Environment[]> {
  const environments: Environment[] = [];
  for (const name of names) environments.push(await loadEnvironment(name));
  return environments;
}

/** @throws UserError for a name that no environment has, with the closest one */
export function requireName(name: string): void {
  const names = environmentNames();
  if (names.includes(name)) return;
  const near = closest(name, names);
  const hint = near === undefined ? `there are ${list(names)}` : `did you mean ${near}?`;
  throw new UserError(`no environment is called ${JSON.stringify(name)}; ${hint}`, exitCodes.usage);
}

async function read(name: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`../environments/${name}.ts`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError) throw error;
    // The runner's own: an import that leads nowhere, or a syntax error, with its place in the file.
    if (error.name === "SyntaxErrors") throw new UserError(error.message);
    throw new UserError(`${lineOf(error, file) ?? file}: ${error.name}: ${error.message}`);
  }
}

/** "environments/staging.ts:12:3", the place in the file that threw. */
function lineOf({ stack = "" }: Error, file: string): string | undefined {
  const at = stack.lastIndexOf(`${file}:`);
  return at < 0 ? undefined : /^[^\s)]+/.exec(stack.slice(at))?.[0];
}

const camelCase = (name: string): string => name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const isEnvironment = (value: unknown): value is Environment =>
  typeof value === "object" && value !== null && "name" in value && "account" in value;
