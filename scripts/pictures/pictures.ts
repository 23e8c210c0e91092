import { production } from "../../environments/production";
import { javaOrders } from "../../examples/java-orders";
import { nodeApi } from "../../examples/node-api";
import { railsSidekiq } from "../../examples/rails-sidekiq";
import { Platform } from "../../modules/platform";
import type { Environment } from "../../modules/platform/environment";
import { synthesize } from "../../packages/jest-terraform";
import type { Configuration } from "../../packages/terraform-json";
import { drawSvg, overview, readModel } from "../../picture";

export const drawnEnvironments: readonly Environment[] = [production, javaOrders, nodeApi, railsSidekiq];

/** The stacks of an environment, synthesized in memory. */
export const stacksOf = (environment: Environment): readonly Configuration[] =>
  synthesize((root) => void new Platform(root, environment)).stacks.map(({ configuration }) => configuration);

/** The pictures in docs/pictures, by path. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
  const entries: [string, string][] = [];
  for (const environment of drawnEnvironments) {
    const model = overview(readModel(stacksOf(environment)));
    const svg = await drawSvg(model, { title: `${environment.name}: what it consists of, and what may reach what` });
    entries.push([`docs/pictures/${environment.name}.svg`, svg]);
  }
  return Object.fromEntries(entries);
}
