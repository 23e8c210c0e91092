import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { environmentFile } from "../../lib/environment-file";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import type { Environment } from "../../modules/platform/environment";
import { writeWhole } from "../../packages/common/files";
import { isoToday } from "../../packages/common/text";
import { drawSvg, drawTimelines, overview, readModel, type Mark } from "../../picture";
import { evaluateEnvironments, policies } from "../../policies";
import { proveSystem, systemFacts } from "../../rollout";
import { costInWords, savingsPlanInWords, savingsPlanOf } from "../../cost";
import { estimateOf, usageOptions } from "../cost/cost";
import { knownPrices } from "../cost/prices";
import { withStatus } from "../picture/picture";
import { stacksOf } from "../picture/stacks";
import { timelinesOf, timesInWords, timesOf } from "../prove/timelines";
import { page } from "./page";
import { factsOf } from "./places";

export interface ReportOptions {
  readonly environment: string;
  /** An output folder of synth. @default - it is made now */
  readonly from?: string | undefined;
  /** @default - `cdktf.out/<environment>.html` */
  readonly output?: string | undefined;
  /** What the environment's file says, without the defaults. */
  readonly inputOf: (environment: Environment) => unknown;
  /** How its services are now. @default - nobody asks */
  readonly status?: () => Promise<ReadonlyMap<string, Mark>>;
}

/** Writes one page about an environment: what it consists of, what it costs, how it changes, what it is held to. */
export async function report({ environment: name, from, output, inputOf, status }: ReportOptions) {
  const environment = await loadEnvironment(name);
  const stacks = await stacksOf(name, from);
  const model = readModel(stacks);
  const states = await status?.();
  const shown = states === undefined ? overview(model) : withStatus(overview(model), states);
  const proof = proveSystem(systemFacts(environment));
  const timelines: { service: string; svg: string; times: string }[] = [];
  for (const { service, timelines: drawn } of timelinesOf(environment, proof)) {
    const svg = drawTimelines(drawn, `${service}: rollouts over time, in minutes`, `timeline-${timelines.length}`);
    timelines.push({ service, svg, times: timesInWords(timesOf(environment, service)) });
  }
  const prices = knownPrices({ region: environment.region, env: process.env });
  const estimate = estimateOf(environment, stacks, prices);
  const savingsPlan = savingsPlanOf(estimate, prices);
  const [evaluation] = evaluateEnvironments(policies, stacks, [environment], { circumstances: {} });
  const file = environmentFile(name);
  const html = page({
    name,
    today: isoToday(),
    account: environment.account,
    region: environment.region,
    picture: await drawSvg(shown, { title: `${name}: what it consists of, and what may reach what` }),
    model,
    estimate,
    cost: costInWords(name, estimate),
    savings: savingsPlan && savingsPlanInWords(savingsPlan),
    assumptions: usageOptions(environment).assumptions,
    timelines,
    verdict: proof.verdict,
    policies,
    findings: evaluation?.findings ?? [],
    waivers: environment.waivers ?? [],
    stacks,
    states,
    file,
    facts: factsOf(inputOf(environment), readFileSync(join(projectRoot(), file), "utf8")),
  });
  const written = output ?? join(from ?? join(projectRoot(), "cdktf.out"), `${name}.html`);
  mkdirSync(dirname(written), { recursive: true });
  writeWhole(written, html);
  const shortened = relative(process.cwd(), written);
  return {
    text: shortened.startsWith("..") ? written : shortened,
    json: { file: written, bytes: Buffer.byteLength(html) },
  };
}
