import caches from "./prices/elasticache.json";
import instances from "./prices/ec2.json";
import services from "./prices/services.json";

/** A price in USD, with where it is from and the day on which it was taken, ISO 8601. */
export interface Price {
  readonly usd: number;
  readonly source: string;
  readonly date: string;
}

type Table<Row> = Readonly<Record<string, Readonly<Record<string, Row>>>>;

/** `m7i.large=0.1008 m7i.xlarge=0.2016`, by region. */
const hourly: Readonly<Record<string, string>> = instances.prices;
const nodes: Table<string> = caches.prices;
const others = services.prices as unknown as Table<readonly [usd: number, source: string]>;
const sources: Readonly<Record<string, { readonly title: string; readonly date: string }>> = services.sources;

const own = <Value>(table: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined =>
  table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/**
 * A price of the bundled table; undefined where it has none: nothing is guessed from another region, size or engine.
 *
 * @param key `ec2:m7i.large`, `rds:postgres:db.m7g.large`, `cache:valkey:cache.t4g.small`, `nat-gateway-hour`
 */
export function bundledPrice(region: string, key: string): Price | undefined {
  const [kind, name = "", size = ""] = key.split(":");
  const listed = own(own(others, region), key);
  if (listed !== undefined) {
    const source = own(sources, listed[1]);
    return { usd: listed[0], source: source?.title ?? listed[1], date: source?.date ?? "" };
  }
  if (kind === "ec2") return priced(numberIn(own(hourly, region), name), instances);
  if (kind === "cache") return priced(numberIn(own(own(nodes, region), name), size), caches);
  return undefined;
}

/** A number of a table that is one text: it is read for the few names that are asked for. */
function numberIn(table: string | undefined, name: string): number | undefined {
  const at = table === undefined || name === "" ? -1 : ` ${table}`.indexOf(` ${name}=`);
  return at < 0 ? undefined : Number.parseFloat(table?.slice(at + name.length + 1) ?? "");
}

const priced = (usd: number | undefined, { source, date }: { readonly source: string; readonly date: string }) =>
  usd === undefined ? undefined : { usd, source, date };

/** The API answers in a few regions, about all of them. Source: AWS Billing User Guide, "AWS Price List Query API", endpoints. */
export const priceListRegion = "us-east-1";
