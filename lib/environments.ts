import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../modules/platform/environment";
import { UserError } from "../packages/common/errors";
import { list } from "../packages/common/text";
import { emulatorState, environmentNames, exportNameOf, requireName } from "./environment-names";
import { projectRoot } from "./root";

/**
 * Loads one environment, and no other's file: a mistake in staging does not keep anybody from looking at production.
 *
 * @throws UserError when there is no such environment, with the closest name, or when its file is wrong
 */
export async function loadEnvironment(name: string): Promise<Environment> {
  requireName(name);
  const file = `environments/${name}.ts`;
  const exported = exportNameOf(name);
  const module = await read(name, file);
  const environment = module[exported];
  if (!isEnvironment(environment)) {
    const got = list(Object.keys(module)) || "nothing";
    throw new UserError(
      `${file} must export the environment as \`${exported}\`, made by defineEnvironment; it exports ${got}`,
    );
  }
  if (environment.name === name) return withEmulatorState(environment);
  throw new UserError(
    `${file}: the environment's name is ${JSON.stringify(environment.name)}; give it the file's name, ${JSON.stringify(name)}, or rename the file to ${environment.name}.ts`,
  );
}

/** An emulator has no HCP Terraform: state that is kept there is in a folder beside the emulator. */
export function withEmulatorState(environment: Environment, env: NodeJS.ProcessEnv = process.env): Environment {
  const directory = env[emulatorState];
  return environment.state.kind === "hcp" && directory !== undefined
    ? { ...environment, state: { kind: "local", directory } }
    : environment;
}

/** Loads environments, in order. @param names @default - all of them */
export async function loadEnvironments(names: readonly string[] = environmentNames()): Promise<readonly Environment[]> {
  const environments: Environment[] = [];
  for (const name of names) environments.push(await loadEnvironment(name));
  return environments;
}

/** Loads all other environments than some. One whose file is wrong is left out: who works on it sees that. */
export async function loadOthers(names: readonly string[]): Promise<readonly Environment[]> {
  const others = environmentNames().filter((name) => !names.includes(name));
  const loaded = await Promise.allSettled(others.map((name) => loadEnvironment(name)));
  return loaded.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/**
 * Loads what a file beside the environment adds to its platform: the function `extend` of `environments/<name>.extend.ts`. An error
 * that it throws names the line.
 *
 * @returns undefined where there is no such file
 * @throws UserError when the file is wrong
 */
export async function loadExtension<Platform>(name: string): Promise<((platform: Platform) => unknown) | undefined> {
  const file = `environments/${name}.extend.ts`;
  if (!existsSync(join(projectRoot(), file))) return undefined;
  const module = await read(`${name}.extend`, file);
  const { extend } = module;
  if (typeof extend !== "function") {
    const got = list(Object.keys(module)) || "nothing";
    throw new UserError(
      `${file} must export a function \`extend(platform: Platform): void\` (docs/guides/extending.md); it exports ${got}`,
    );
  }
  return (platform) => {
    try {
      return extend(platform) as unknown;
    } catch (error) {
      throw located(error, file);
    }
  };
}

async function read(name: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`../environments/${name}.ts`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw located(error, file);
  }
}

/** The error as a mistake in a file, with its line. */
function located(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  // The runner's own: an import that leads nowhere, or a syntax error, with its place in the file.
  if (error.name === "SyntaxErrors") return new UserError(error.message);
  return new UserError(`${lineOf(error, file) ?? file}: ${error.name}: ${error.message}`);
}

/** "environments/staging.ts:12:3", the place in the file that threw. */
function lineOf({ stack = "" }: Error, file: string): string | undefined {
  const at = stack.lastIndexOf(`${file}:`);
  return at < 0 ? undefined : /^[^\s)]+/.exec(stack.slice(at))?.[0];
}

const isEnvironment = (value: unknown): value is Environment =>
  typeof value === "object" && value !== null && "name" in value && "account" in value;
