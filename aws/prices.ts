import caches from "./prices/elasticache.json";
import databases from "./prices/rds.json";
import instances from "./prices/ec2.json";
import services from "./prices/services.json";

/** A price in USD, with where it is from and the day on which it was taken, ISO 8601. */
export interface Price {
  readonly usd: number;
  readonly source: string;
  readonly date: string;
}

/**
 * Prices of one source, in USD, On-Demand: of an hour of what runs (Linux, shared tenancy), of a GB of traffic, by the month of a stored GB, an
 * alarm, metric, dashboard, key, secret, web ACL or rule.
 */
interface Table {
  readonly source: string;
  readonly date: string;
  /** By region and by what keys start with, as `"ec2:": "m7i.large=0.1008 m7i.xlarge=0.2016"`. */
  readonly prices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Of each file the newest first: where two sources have a price, the newer one is used. */
const tables = [services, instances, databases, caches].flat() as unknown as readonly Table[];

/**
 * A price of the bundled table; undefined where it has none: nothing is guessed from another region, size or engine.
 *
 * @param key `ec2:m7i.large`, `rds:postgres:db.m7g.large`, `cache:valkey:cache.t4g.small`, `nat-gateway-hour`
 */
export function bundledPrice(region: string, key: string): Price | undefined {
  for (const { source, date, prices } of tables) {
    const groups = Object.hasOwn(prices, region) ? Object.entries(prices[region] ?? {}) : [];
    for (const [start, text] of groups) {
      const usd = key.startsWith(start) ? numberIn(text, key.slice(start.length)) : undefined;
      if (usd !== undefined) return { usd, source, date };
    }
  }
  return undefined;
}

/** A number of a table that is one text: it is read for the few names that are asked for. */
function numberIn(text: string, name: string): number | undefined {
  const at = name === "" ? -1 : ` ${text}`.indexOf(` ${name}=`);
  return at < 0 ? undefined : Number.parseFloat(text.slice(at + name.length + 1));
}

/** The API answers in a few regions, about all of them. Source: AWS Billing User Guide, "AWS Price List Query API", endpoints. */
export const priceListRegion = "us-east-1";
