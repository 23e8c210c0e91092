import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../cache";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { projectRoot } from "../root";

/** The oldest Python that server.py is written for. */
const minimum = [3, 10] as const;

/** What a Python interpreter is asked: its version, and which of the pinned packages it lacks. */
const probe = `
import importlib.metadata, importlib.util, json, sys
def installed(name):
    try: return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError: return None
pins = json.loads(sys.argv[1])
lacks = [f"{name} {version}" for name, version in pins.items() if installed(name) != version]
lacks += [name for name in ("flask", "flask_cors") if importlib.util.find_spec(name) is None]
print(json.dumps({"version": sys.version_info[:2], "lacks": lacks}))
`;

export interface PythonOptions {
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Where a private virtual environment is made. @default - the project's cache folder of this person */
  readonly folder?: string;
  /** @default - packages/emulator/requirements.txt */
  readonly requirements?: string;
  /** Called before packages are fetched, which takes a minute. @default - nothing is reported */
  readonly onInstall?: (folder: string) => void;
}

/** An interpreter that can run the emulator, or why there is none. */
export type FoundPython = { readonly python: string } | { readonly missing: string };

/**
 * Finds a Python 3.10 or newer that has what requirements.txt pins: one on the PATH, else a private virtual environment,
 * which is made on first use. Nothing is ever installed into the person's own Python.
 */
export async function findPython(options: PythonOptions = {}): Promise<FoundPython> {
  const { env = process.env, folder = cacheFolder(env), onInstall } = options;
  const requirements = options.requirements ?? join(projectRoot(), "packages", "emulator", "requirements.txt");
  const pins = pinsOf(readFileSync(requirements, "utf8"));

  const found: string[] = [];
  for (const python of candidates(env)) {
    const answer = await ask(python, pins, env);
    if (answer?.lacks.length === 0) return { python };
    if (answer !== undefined) found.push(python);
  }
  const base = found[0];
  if (base === undefined) return { missing: `no Python ${minimum.join(".")} or newer is on the PATH` };

  const stamp = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const environment = join(folder, `emulator-${stamp}`);
  const python = join(environment, "bin", "python");
  if (existsSync(python) && (await ask(python, pins, env))?.lacks.length === 0) return { python };
  onInstall?.(environment);
  return install(base, environment, requirements, env);
}

/** `findPython`, for those who cannot go on without one. @throws UserError that says what to install */
export async function requirePython(options: PythonOptions = {}): Promise<string> {
  const found = await findPython(options);
  if ("python" in found) return found.python;
  throw new UserError(`The AWS emulator needs Python: ${found.missing}. ${howToInstall}`);
}

export const howToInstall = `Install Python ${minimum.join(".")} or newer with its venv module (the rest is fetched into a private virtual environment).`;

function candidates(env: NodeJS.ProcessEnv): readonly string[] {
  const minors = [14, 13, 12, 11, 10].map((minor) => `python3.${minor}`);
  return ["python3", "python", ...minors, join(env.HOME ?? homedir(), ".pyenv", "shims", "python3")];
}

interface Answer {
  readonly lacks: readonly string[];
}

/** What an interpreter lacks; undefined when it does not start or is too old. */
async function ask(python: string, pins: Record<string, string>, env: NodeJS.ProcessEnv): Promise<Answer | undefined> {
  const { code, stdout } = await run(python, ["-c", probe, JSON.stringify(pins)], { env });
  if (code !== 0) return undefined;
  const { version, lacks } = JSON.parse(stdout) as { version: [number, number]; lacks: string[] };
  const [major, minor] = version;
  return major === minimum[0] && minor >= minimum[1] ? { lacks } : undefined;
}

/** The pinned versions of a requirements file: "moto[ec2,server]==5.2.1" is { moto: "5.2.1" }. */
export function pinsOf(requirements: string): Record<string, string> {
  return Object.fromEntries(
    [...requirements.matchAll(/^([\w.-]+)(?:\[[^\]]*\])?==([\w.]+)/gm)].map(([, name, version]) => [name, version]),
  ) as Record<string, string>;
}

async function install(
  base: string,
  environment: string,
  requirements: string,
  env: NodeJS.ProcessEnv,
): Promise<FoundPython> {
  const python = join(environment, "bin", "python");
  mkdirSync(environment, { recursive: true });
  const steps = [
    [base, "-m", "venv", "--clear", environment],
    [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements],
  ] as const;
  for (const [command, ...args] of steps) {
    const { code, stdout, stderr } = await run(command, args, { env });
    if (code !== 0) {
      // A half-made environment would be taken for a whole one the next time.
      rmSync(environment, { recursive: true, force: true });
      const printed = `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n  ");
      return { missing: `\`${command} ${args.join(" ")}\` failed:\n  ${printed}\n` };
    }
  }
  return { python };
}
