import { stripVTControlCharacters } from "node:util";
import type { StackProgress } from "../../../tools/cdktf/progress";
import { summary } from "../../../tools/start/summary";

const stack = (name: string, resources: number, added: number): StackProgress => ({
  name,
  resources,
  after: [],
  phase: "done",
  finished: added,
  working: new Map(),
  changes: { added, changed: 0, destroyed: 0 },
  errors: [],
});

const options = {
  environment: { name: "production", account: "760042596542" },
  outputs: {
    "production-foundation": { url: "https://workforce.mangoapps.com", cluster_name: "MangoApps-Production-Cluster" },
    "production-service": { service_name: "MangoApps-Production" },
  },
  milliseconds: 72_000,
  log: "/project/.emulator/production-deploy.log",
};
const said = (stacks: readonly StackProgress[]) => stripVTControlCharacters(summary({ ...options, stacks }));

test("a first deployment tells how much there is, where it is, and what to do next", () => {
  expect(said([stack("production-foundation", 84, 84), stack("production-service", 40, 40)])).toBe(`
production is deployed to the AWS emulator, by Terraform, in 1 min 12 s
2 stacks, 124 resources: 124 added

  url           https://workforce.mangoapps.com
  cluster_name  MangoApps-Production-Cluster
  service_name  MangoApps-Production

What next
  look at it        eval "$(npm run --silent emulator -- env production)"; aws ecs list-services --cluster MangoApps-Production-Cluster
  change it         edit environments/production.ts, then npm start: only what changed is deployed
  deploy it to AWS  with credentials of account 760042596542: npm run bootstrap -- production, then npm run deploy -- 'production-*'
  destroy it        npm run destroy -- production --emulator
  forget it         npm run emulator -- stop production

All that Terraform said is in /project/.emulator/production-deploy.log`);
});

test("a second one reports no changes", () => {
  expect(said([stack("production-foundation", 84, 0), stack("production-service", 40, 0)])).toContain(
    "2 stacks, 124 resources: no changes",
  );
});
