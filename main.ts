import { App } from "cdktf";
import { environments } from "./environments";
import { Platform } from "./modules/platform";
import { enforcePolicies } from "./policies";

const app = new App();
for (const environment of environments) new Platform(app, environment);
enforcePolicies(app, environments);
app.synth();
