import { App } from "cdktf";
import { loadEnvironments } from "./lib/environments";
import { Platform } from "./modules/platform";
import { checkOwnedOnce } from "./modules/platform/environment/owned-once";
import { enforcePolicies } from "./policies";

async function main(): Promise<void> {
  const app = new App();
  // The commands that work on one environment synthesize that one alone.
  const environments = await loadEnvironments(app.node.tryGetContext("environments") as readonly string[] | undefined);
  checkOwnedOnce(environments);
  for (const environment of environments) new Platform(app, environment);
  enforcePolicies(app, environments);
  app.synth();
}

void main();
