import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { closest } from "../packages/common/closest";
import { exitCodes, UserError } from "../packages/common/errors";
import { list } from "../packages/common/text";
import { projectRoot } from "./root";

/** Names of the environments, which are those of the files in `environments/`. None of them is loaded. */
export function environmentNames(): readonly string[] {
  const folder = join(projectRoot(), "environments");
  // Git keeps no empty folder.
  return (existsSync(folder) ? readdirSync(folder) : [])
    .flatMap((file) => /^([a-z][a-z0-9-]*)\.ts$/.exec(file)?.slice(1) ?? [])
    .toSorted();
}

/** The name under which an environment's file exports it: "prod-eu" as `prodEu`. */
export const exportNameOf = (name: string): string =>
  name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

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

/** @throws UserError for a name that no environment has, with the closest one */
export function requireName(name: string): void {
  const names = environmentNames();
  if (names.includes(name)) return;
  const near = closest(name, names);
  const hint =
    near === undefined ? `there ${names.length === 1 ? "is" : "are"} ${list(names)}` : `did you mean ${near}?`;
  throw new UserError(`no environment is called ${JSON.stringify(name)}; ${hint}`, exitCodes.usage);
}

/** Variable with the folder for state that HCP Terraform keeps otherwise; the emulator's environment has it. */
export const emulatorState = "EMULATOR_STATE";
