import pc from "picocolors";
import {
  assumptionsInWords,
  costInWords,
  defaultAssumptions,
  dollars,
  estimate,
  grouped,
  planKeys,
  savingsPlanInWords,
  savingsPlanOf,
  usageOf,
  type Estimate,
  type Prices,
  type SavingsPlan,
} from "../../cost";
import { loadEnvironment } from "../../lib/environments";
import type { Environment } from "../../modules/platform/environment";
import type { Configuration } from "../../packages/terraform-json";
import { proveSystem, systemFacts } from "../../rollout";
import { stacksOf } from "../picture/stacks";
import { knownPrices, pricesOf } from "./prices";

export interface CostOptions {
  readonly environment: string;
  /** An output folder of synth. @default - it is made now */
  readonly from?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly notice?: (text: string) => void;
}

/** What an environment costs by the month, with the prices that can be had. */
export async function cost({ environment: name, from, env = process.env, notice }: CostOptions) {
  const environment = await loadEnvironment(name);
  const stacks = await stacksOf(name, from);
  const options = usageOptions(environment);
  const keys = usageOf(stacks, options).map(({ key }) => key);
  const prices = await pricesOf([...keys, ...planKeys(keys)], {
    region: environment.region,
    env,
    ...(notice && { notice }),
  });
  const found = estimate(stacks, prices, options);
  const savingsPlan = savingsPlanOf(found, prices);
  return {
    text: costReport(environment, found, savingsPlan),
    json: { environment: name, ...found, savingsPlan, assumptions: options.assumptions },
  };
}

/** What an environment's stacks cost, without asking anybody. @param prices @default - what is kept, else the bundled table */
export function estimateOf(environment: Environment, stacks: readonly Configuration[], prices?: Prices): Estimate {
  const known = prices ?? knownPrices({ region: environment.region, env: process.env });
  return estimate(stacks, known, usageOptions(environment));
}

/** Assumptions of the environment, and the instances that its desired tasks need. */
export function usageOptions(environment: Environment) {
  const { maximum: _, ...given } = environment.cost ?? {};
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const proof = proveSystem(systemFacts(environment));
  const instances = new Map<string, number>();
  for (const service of Object.values(proof.services)) {
    if (service.sharing !== "alone" || service.proof.verdict === "blocked") continue;
    const capacity = environment.capacities[service.capacity];
    if (capacity !== undefined) instances.set(capacity.name, service.proof.atDesired.instancesAtRest);
  }
  return { assumptions: { ...defaultAssumptions, ...defined }, instances };
}

function costReport(environment: Environment, found: Estimate, savingsPlan: SavingsPlan | undefined): string {
  const groups = grouped(found.lines);
  const rows = groups.map(({ service, kind, monthly }) => [
    service,
    kind,
    ...(monthly === undefined
      ? ["unknown", "unknown", "unknown"]
      : [monthly.minimum, monthly.asRunning, monthly.maximum].map(dollars)),
  ]);
  const total = ["", "", ...[found.total.minimum, found.total.asRunning, found.total.maximum].map(dollars)];
  const unknown = [
    ...new Set(
      found.lines.filter(({ price }) => price === undefined).map(({ service, what }) => `${service}: ${what}`),
    ),
  ];
  const sources = [
    ...new Set(found.lines.flatMap(({ price }) => (price === undefined ? [] : [`${price.date}  ${price.source}`]))),
  ].sort();
  const limit = environment.cost?.maximum;
  const { assumptions } = usageOptions(environment);
  return [
    pc.bold(costInWords(environment.name, found)),
    ...(limit !== undefined && found.total.maximum > limit
      ? [pc.yellow(`That is more than cost.maximum, ${dollars(limit)}.`)]
      : []),
    "",
    ...table(["service", "", "minimum", "as running", "maximum"], [...rows, total]),
    "",
    ...(unknown.length === 0
      ? []
      : [pc.yellow("Unknown prices, in no sum:"), ...unknown.map((text) => `  ${text}`), ""]),
    ...(savingsPlan === undefined
      ? []
      : [
          savingsPlanInWords(savingsPlan),
          ...(savingsPlan.saves === undefined
            ? [
                pc.dim(
                  "  AWS's price list has the rates of plans, for credentials that may call pricing:ListPriceLists and pricing:GetPriceListFileUrl.",
                ),
              ]
            : []),
          "",
        ]),
    `Assumed by the month (\`cost\` of the environment): ${assumptionsInWords(assumptions).join(", ")}. At the minimum there is no traffic, at the maximum twice as much.`,
    `Not in it: ${found.notAssessed.join(", ")}.`,
    "",
    "Prices in USD, On-Demand, without taxes:",
    ...sources.map((source) => pc.dim(`  ${source}`)),
  ].join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ")}`;
  return [pc.dim(line(heads)), ...rows.map(line)];
}
