import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, UserError } from "../../packages/common/errors";
import { readJsonFile, writeWhole } from "../../packages/common/files";

import { projectRoot } from "../root";
import { environmentOf } from "../environment-names";

export interface SynthesizedStack {
  readonly name: string;
  /** Names of the stacks that are deployed before it and destroyed after it. */
  readonly dependencies: readonly string[];
  /** Number of resources in its configuration. */
  readonly resources: number;
}

export interface SynthesizeOptions {
  /** @default - the project of the running code */
  readonly root?: string;
  /** Folder that receives `manifest.json` and `stacks/`. @default "cdktf.out" in the root */
  readonly output?: string;
  /** Environments to synthesize; the files of the others are not loaded, and their stacks stay as they are. @default - all */
  readonly environments?: readonly string[];
  /** Values for `node.tryGetContext`, beside the context of cdktf.json. @default - none */
  readonly context?: Readonly<Record<string, unknown>>;
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Receives what the app prints although it succeeds, such as warnings of the policies. @default - nobody */
  readonly onNotice?: (text: string) => void;
}

/**
 * Runs the app of cdktf.json, as `cdktf synth` does but without the two seconds that the CLI takes to start.
 *
 * @returns the stacks, in the order in which they can be deployed
 * @throws UserError with the output of the app, when it refuses; nothing is deployed then
 */
export async function synthesize(options: SynthesizeOptions = {}): Promise<readonly SynthesizedStack[]> {
  const { root = projectRoot(), output = join(root, "cdktf.out"), context, env = process.env, environments } = options;
  const settings = readJsonFile(join(root, "cdktf.json"), "git has the last one that worked") as {
    app: string;
    context?: Record<string, unknown>;
  };
  // The app makes the last folder of the path, no other.
  mkdirSync(output, { recursive: true });
  const others = environments === undefined ? {} : stacksOfOthers(output, environments);
  const printed = await runApp(settings.app, root, {
    ...env,
    CDKTF_OUTDIR: output,
    CDKTF_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context, environments }),
  });
  if (printed !== "") options.onNotice?.(printed);
  const stacks = readStacks(output);
  if (Object.keys(others).length > 0) {
    const manifest = readManifest(output);
    const file = join(output, "manifest.json");
    writeWhole(file, JSON.stringify({ ...manifest, stacks: { ...others, ...manifest.stacks } }, undefined, 2));
  }
  return stacks;
}

/** What the manifest says of stacks of other environments, which an app that makes a few of them would forget. */
function stacksOfOthers(output: string, environments: readonly string[]): Manifest["stacks"] {
  if (!existsSync(join(output, "manifest.json"))) return {};
  const kept = Object.entries(readManifest(output).stacks).filter(([name]) => {
    const environment = environmentOf(name);
    const file = join(output, "stacks", name, "cdk.tf.json");
    return environment !== undefined && !environments.includes(environment) && existsSync(file);
  });
  return Object.fromEntries(kept);
}

/** @returns what it printed */
function runApp(app: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(app, { cwd, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    const keep = (text: string) => (printed += text);
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.once("close", (code) => {
      if (code === 0) resolve(printed.trim());
      else reject(new UserError(printed.trim() === "" ? `\`${app}\` ended with exit code ${code}` : printed.trim()));
    });
  });
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly name: string; readonly dependencies: readonly string[] }>>;
}

function readManifest(output: string): Manifest {
  const file = join(output, "manifest.json");
  if (!existsSync(file)) throw new UserError(`${file} does not exist: ./platform synth writes it`, exitCodes.refused);
  return { stacks: {}, ...readJsonFile(file, writtenBySynth) };
}

/** The stacks of a folder of synthesized configurations, each after those it depends on. */
export function readStacks(output: string): readonly SynthesizedStack[] {
  const stacks = Object.values(readManifest(output).stacks).map(({ name, dependencies }) => ({
    name,
    dependencies,
    resources: Object.values(readResources(output, name)).flatMap(Object.keys).length,
  }));
  const ordered: SynthesizedStack[] = [];
  while (ordered.length < stacks.length) {
    const ready = stacks.filter(
      (stack) =>
        !ordered.includes(stack) && stack.dependencies.every((name) => ordered.some((before) => before.name === name)),
    );
    if (ready.length === 0) throw new Error("the stacks depend on each other in a circle");
    ordered.push(...ready);
  }
  return ordered;
}

/** Arguments of each resource by name, by type. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

const writtenBySynth = "./platform synth writes it again";

/** The resources of a stack, from a folder of synthesized configurations. */
export function readResources(output: string, stack: string): Resources {
  const { resource = {} } = readJsonFile(join(output, "stacks", stack, "cdk.tf.json"), writtenBySynth) as {
    resource?: Resources;
  };
  return resource;
}
