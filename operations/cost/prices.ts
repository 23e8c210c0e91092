import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundledPrice, priceListRegion, type Price } from "../../aws/prices";
import { planKey, planTypeOf, type Prices } from "../../cost";
import { clientConfig } from "../../lib/aws";
import { cacheFolder } from "../../lib/cache";
import { writeWhole } from "../../packages/common/files";
import { tryParseJson } from "../../packages/terraform-json";
import { openPlans, planRates, type OpenPlans } from "./plan-rates";
import { priceIn, queryOf, type PriceQuery } from "./price-list";

/** Asks the Price List API. @returns its products, each as JSON */
export type Ask = (query: PriceQuery) => Promise<readonly string[]>;

export interface PriceOptions {
  readonly region: string;
  readonly env: NodeJS.ProcessEnv;
  /** @default - AWS's API, where the environment has credentials */
  readonly ask?: Ask | undefined;
  /** @default - AWS's, where the environment has credentials */
  readonly plans?: OpenPlans | undefined;
  /** Receives what went wrong; the bundled prices are used then. */
  readonly notice?: (text: string) => void;
  readonly now?: Date;
}

/** Prices are asked for again after this time. */
const keptHours = 24;

interface Kept {
  readonly at: string;
  /** Null: asked for, and not there. */
  readonly prices: Readonly<Record<string, number | null>>;
}

/** Prices that need no network: what was asked for within a day, else the bundled table. */
export function knownPrices({ region, env, now = new Date() }: PriceOptions): Prices {
  const kept = keptPrices(fileOf(region, env), now);
  return (key) => fromApi(kept, key) ?? bundledPrice(region, key);
}

/** As `knownPrices`, after asking AWS for the keys that are not kept, where there are credentials. */
export async function pricesOf(keys: readonly string[], options: PriceOptions): Promise<Prices> {
  const { region, env, ask = askAws(env), plans = openAwsPlans(env), notice, now = new Date() } = options;
  const file = fileOf(region, env);
  const kept = keptPrices(file, now);
  const missing = [...new Set(keys)].filter((key) => !Object.hasOwn(kept?.prices ?? {}, key));
  const queries = missing.flatMap((key) => {
    const query = ask && queryOf(region, key);
    return query === undefined ? [] : [{ key, query }];
  });
  const types = plans === undefined ? [] : missing.flatMap((key) => planTypeOf(key) ?? []);
  if (queries.length === 0 && types.length === 0) return knownPrices(options);
  const found: Record<string, number | null> = { ...kept?.prices };
  const attempt = async (what: string, rest: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      notice?.(`${what} (${error instanceof Error ? error.message : String(error)}); ${rest}`);
    }
  };
  await attempt("AWS's Price List API does not answer", "the bundled prices are used", async () => {
    for (const { key, query } of queries) {
      const usd = priceIn((await ask?.(query)) ?? [], query);
      if (usd !== undefined) found[key] = usd;
    }
  });
  await attempt("AWS's price list of savings plans cannot be read", "what a plan saves is unknown", async () => {
    if (plans === undefined || types.length === 0) return;
    const rates = await planRates(await plans(region), types);
    for (const type of types) found[planKey(type)] = rates[type] ?? null;
  });
  if (Object.keys(found).length > Object.keys(kept?.prices ?? {}).length) {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, JSON.stringify({ at: kept?.at ?? now.toISOString(), prices: found }));
  }
  return knownPrices(options);
}

const fileOf = (region: string, env: NodeJS.ProcessEnv): string => join(cacheFolder(env), "prices", `${region}.json`);

function keptPrices(file: string, now: Date): Kept | undefined {
  const json = existsSync(file) ? (tryParseJson(readFileSync(file, "utf8")) as Kept | undefined) : undefined;
  if (typeof json?.at !== "string" || typeof json.prices !== "object") return undefined;
  return now.getTime() - Date.parse(json.at) < keptHours * 3_600_000 ? json : undefined;
}

function fromApi(kept: Kept | undefined, key: string): Price | undefined {
  const usd = kept !== undefined && Object.hasOwn(kept.prices, key) ? kept.prices[key] : undefined;
  if (typeof usd !== "number" || kept === undefined) return undefined;
  return { usd, source: "AWS Price List API", date: kept.at.slice(0, 10) };
}

const credentials = [
  "AWS_ACCESS_KEY_ID",
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** An emulator has no prices; and without credentials the SDK would wait for those of an instance. */
const canAsk = (env: NodeJS.ProcessEnv): boolean =>
  env.AWS_ENDPOINT_URL === undefined && credentials.some((name) => env[name] !== undefined);

function askAws(env: NodeJS.ProcessEnv): Ask | undefined {
  if (!canAsk(env)) return undefined;
  return async ({ serviceCode, filters }) => {
    const { GetProductsCommand, PricingClient } = await import("@aws-sdk/client-pricing");
    const client = new PricingClient(clientConfig(priceListRegion, env));
    const { PriceList = [] } = await client.send(
      new GetProductsCommand({
        ServiceCode: serviceCode,
        Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
      }),
    );
    return PriceList.map(String);
  };
}

function openAwsPlans(env: NodeJS.ProcessEnv): OpenPlans | undefined {
  return canAsk(env) ? (region) => openPlans(clientConfig(priceListRegion, env), region) : undefined;
}
