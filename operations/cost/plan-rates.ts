import type { PricingClientConfig } from "@aws-sdk/client-pricing";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** Opens the price list file of a region's Compute Savings Plans, as lines of CSV. */
export type OpenPlans = (region: string) => Promise<AsyncIterable<string>>;

/** Columns by name. Source: AWS Billing User Guide, "Reading the service price list file for a Savings Plan": five rows of metadata, then names. */
const wanted = {
  usageType: "discountedusagetype",
  operation: "discountedoperation",
  rate: "discountedrate",
  currency: "currency",
  upfront: "purchaseoption",
  length: "leasecontractlength",
  unit: "leasecontractlengthunit",
  family: "productfamily",
} as const;

/**
 * Hourly rates of instance types under a one-year Compute Savings Plan without upfront payment: Linux, shared tenancy.
 *
 * @throws Error when the file has other columns
 */
export async function planRates(
  lines: AsyncIterable<string>,
  types: readonly string[],
): Promise<Record<string, number>> {
  const rates: Record<string, number> = {};
  const ambiguous = new Set<string>();
  let columns: Readonly<Record<keyof typeof wanted, number>> | undefined;
  for await (const line of lines) {
    if (columns === undefined) {
      columns = columnsIn(cellsOf(line));
      continue;
    }
    // Most lines are of other types; a line is taken apart only where it may be of one of these.
    const type = types.find((one) => line.includes(`BoxUsage:${one}"`) || line.includes(`BoxUsage:${one},`));
    if (type === undefined) continue;
    const cells = cellsOf(line);
    const cell = (name: keyof typeof wanted) => cells[columns?.[name] ?? -1] ?? "";
    const isIt =
      /(?:^|-)BoxUsage:/.test(cell("usageType")) &&
      cell("operation") === "RunInstances" &&
      cell("currency") === "USD" &&
      cell("upfront") === "No Upfront" &&
      cell("length") === "1" &&
      /^years?$/i.test(cell("unit")) &&
      cell("family") === "ComputeSavingsPlans";
    const rate = Number(cell("rate"));
    if (!isIt || !(rate > 0)) continue;
    if (rates[type] !== undefined && rates[type] !== rate) ambiguous.add(type);
    rates[type] = rate;
  }
  if (columns === undefined)
    throw new Error(`the price list of savings plans has no columns ${Object.values(wanted).join(", ")}`);
  // Which of two rates is billed is not known.
  return Object.fromEntries(Object.entries(rates).filter(([type]) => !ambiguous.has(type)));
}

function columnsIn(cells: readonly string[]): Readonly<Record<keyof typeof wanted, number>> | undefined {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ""));
  const found = Object.entries(wanted).map(([key, name]) => [key, names.indexOf(name)] as const);
  return found.every(([, index]) => index >= 0)
    ? (Object.fromEntries(found) as Record<keyof typeof wanted, number>)
    : undefined;
}

/** Cells of a line of CSV; AWS quotes each, and doubles quotes within. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
  );

/** As the API offers it: the newest list of a region, of some ten megabytes, read as it arrives. */
export async function openPlans(config: PricingClientConfig, region: string): Promise<AsyncIterable<string>> {
  const { GetPriceListFileUrlCommand, ListPriceListsCommand, PricingClient } = await import("@aws-sdk/client-pricing");
  const client = new PricingClient(config);
  const given = {
    ServiceCode: "ComputeSavingsPlans",
    RegionCode: region,
    CurrencyCode: "USD",
    EffectiveDate: new Date(),
  };
  const { PriceLists: [list] = [] } = await client.send(new ListPriceListsCommand(given));
  if (list?.PriceListArn === undefined) throw new Error(`there is no price list of savings plans for ${region}`);
  const { Url = "" } = await client.send(
    new GetPriceListFileUrlCommand({ PriceListArn: list.PriceListArn, FileFormat: "csv" }),
  );
  const answer = await fetch(Url, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok || answer.body === null) throw new Error(`the price list of savings plans answers ${answer.status}`);
  return createInterface({ input: Readable.fromWeb(answer.body), crlfDelay: Infinity });
}
