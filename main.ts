import { App } from "cdktf";
import { loadEnvironments, loadExtension, loadOthers } from "./lib/environments";
import { extendPlatform, Platform } from "./modules/platform";
import { checkOwnedOnce } from "./modules/platform/environment/owned-once";
import { enforcePolicies } from "./policies";

async function main(): Promise<void> {
  const app = new App();
  // The commands that work on one environment synthesize that one alone.
  const environments = await loadEnvironments(app.node.tryGetContext("environments") as readonly string[] | undefined);
  checkOwnedOnce(environments, await loadOthers(environments.map(({ name }) => name)));
  for (const environment of environments) {
    const platform = new Platform(app, environment);
    const extend = await loadExtension<Platform>(environment.name);
    if (extend !== undefined) extendPlatform(platform, extend);
  }
  enforcePolicies(app, environments);
  app.synth();
}

void main();
