import { exportNameOf } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { Platform } from "../../modules/platform";
import type { Environment } from "../../modules/platform/environment";
import { synthesize } from "../../packages/jest-terraform";
import type { Configuration } from "../../packages/terraform-json";
import { drawSvg, overview, readModel } from "../../picture";
import { examplesFolder, examplesIn } from "../test/examples";

/** Production and the examples. */
export async function drawnEnvironments(): Promise<readonly Environment[]> {
  const examples: Environment[] = [];
  for (const file of examplesIn(examplesFolder())) {
    const [, name = ""] = /([a-z0-9-]+)\.ts$/.exec(file) ?? [];
    const module = (await import(`../../examples/${name}.ts`)) as Readonly<Record<string, Environment>>;
    const example = module[exportNameOf(name)];
    if (example === undefined) throw new Error(`examples/${name}.ts exports no ${exportNameOf(name)}`);
    examples.push(example);
  }
  return [await loadEnvironment("production"), ...examples];
}

/** The stacks of an environment, synthesized in memory. */
export const stacksOf = (environment: Environment): readonly Configuration[] =>
  synthesize((root) => void new Platform(root, environment)).stacks.map(({ configuration }) => configuration);

/** The pictures in docs/pictures, by path. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
  const entries: [string, string][] = [];
  for (const environment of await drawnEnvironments()) {
    const model = overview(readModel(stacksOf(environment)));
    const svg = await drawSvg(model, { title: `${environment.name}: what it consists of, and what may reach what` });
    entries.push([`docs/pictures/${environment.name}.svg`, svg]);
  }
  return Object.fromEntries(entries);
}
