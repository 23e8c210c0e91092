import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodes, UserError } from "../packages/common/errors";
import { synthesize } from "./cdktf/synthesize";
import { exportNameOf } from "./environment-names";
import { projectRoot } from "./root";

/** The path of an environment's file in the project. */
export const environmentFile = (name: string): string => join("environments", `${name}.ts`);

export const hasEnvironmentFile = (name: string): boolean => existsSync(join(projectRoot(), environmentFile(name)));

/** Words that no constant of a module may be called. Source: ECMAScript 2025, "Keywords and Reserved Words"; modules are strict. */
const reserved: readonly string[] =
  "arguments await break case catch class const continue debugger default delete else enum eval export extends false finally for function implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  );

/** @throws UserError for a name that a new environment cannot have; one that exists is never overwritten */
export function requireNewName(name: string): void {
  if (!/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/.test(name)) {
    throw new UserError(
      `the name of an environment is 3 to 20 lower case letters, digits and hyphens, beginning with a letter; got ${JSON.stringify(name)}`,
      exitCodes.usage,
    );
  }
  if (reserved.includes(exportNameOf(name)) || name === "define-environment") {
    throw new UserError(
      `an environment cannot be called ${JSON.stringify(name)}: its file exports a constant of that name`,
      exitCodes.usage,
    );
  }
  if (hasEnvironmentFile(name)) {
    throw new UserError(`${environmentFile(name)} exists and is not overwritten; choose another name`, exitCodes.usage);
  }
}

/**
 * Writes the file of a new environment, formatted, and synthesizes it; a file that cannot be synthesized is removed again.
 *
 * @throws UserError when a file with this name exists, or with what the synth says
 */
export async function writeEnvironment(name: string, source: string): Promise<void> {
  const root = projectRoot();
  const file = join(root, environmentFile(name));
  const text = formatted(source, root);
  mkdirSync(join(root, "environments"), { recursive: true });
  writeFileSync(file, text, { flag: "wx" });
  const output = mkdtempSync(join(tmpdir(), "environment-"));
  try {
    await synthesize({ output, environments: [name] });
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** As the project formats its files. */
function formatted(source: string, root: string): string {
  const prettier = join(root, "node_modules/prettier/bin/prettier.cjs");
  // A development dependency: without it the file is as good, and `npm run format` comes later.
  if (!existsSync(prettier)) return source;
  const args = [prettier, "--stdin-filepath", "environments/new.ts"];
  return execFileSync(process.execPath, args, { cwd: root, input: source, encoding: "utf8" });
}
