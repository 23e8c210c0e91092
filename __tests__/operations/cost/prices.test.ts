import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { priceIn, queryOf } from "../../../operations/cost/price-list";
import { planRates } from "../../../operations/cost/plan-rates";
import { pricesOf } from "../../../operations/cost/prices";

const home = mkdtempSync(join(tmpdir(), "prices-"));
afterAll(() => rmSync(home, { recursive: true }));

const product = (usagetype: string, ...tiers: readonly (readonly [from: string, usd: string])[]) =>
  JSON.stringify({
    product: { attributes: { usagetype } },
    terms: {
      OnDemand: {
        term: {
          priceDimensions: Object.fromEntries(
            tiers.map(([beginRange, USD], index) => [index, { beginRange, pricePerUnit: { USD } }]),
          ),
        },
      },
    },
  });

const region = "eu-central-1";

test("of several tiers the price is the first that is not free; of other usage types it is none", () => {
  const query = queryOf(region, "data-out-gb")!;
  const products = [
    product("EUC1-DataTransfer-Out-Bytes", ["10240", "0.085"], ["0", "0.00"], ["100", "0.09"]),
    product("EUC1-DataTransfer-In-Bytes", ["0", "0.01"]),
  ];
  expect(query.filters).toMatchObject({ fromRegionCode: region });
  expect(priceIn(products, query)).toBe(0.09);
});

test("products of different prices leave it unknown", () => {
  const query = queryOf(region, "nat-gateway-hour")!;
  const one = product("EUC1-NatGateway-Hours", ["0", "0.052"]);
  expect(priceIn([one, one], query)).toBe(0.052);
  expect(priceIn([one, product("EUC1-NatGateway-Hours", ["0", "0.06"])], query)).toBeUndefined();
  expect(priceIn([product("EUC1-RegionalNatGateway-Hours", ["0", "0.01"])], query)).toBeUndefined();
});

test("engines and sizes are asked for in AWS's words", () => {
  expect(queryOf(region, "rds:postgres:db.m7g.large:multi-az")?.filters).toEqual({
    regionCode: region,
    instanceType: "db.m7g.large",
    databaseEngine: "PostgreSQL",
    deploymentOption: "Multi-AZ",
  });
  expect(queryOf(region, "cache:valkey:cache.t4g.small")?.filters).toMatchObject({ cacheEngine: "Valkey" });
  expect(queryOf(region, "spot:m7g.large")).toBeUndefined();
});

test("AWS is asked once a day for each price, and the bundled table has the rest", async () => {
  let asked = 0;
  const options = {
    region,
    env: { XDG_CACHE_HOME: home },
    now: new Date("2026-11-30T10:00:00Z"),
    ask: () => {
      asked++;
      return Promise.resolve([product("EUC1-NatGateway-Hours", ["0", "0.052"])]);
    },
  };
  const keys = ["nat-gateway-hour", "spot:m7g.large"];
  expect((await pricesOf(keys, options))("nat-gateway-hour")).toEqual({
    usd: 0.052,
    source: "AWS Price List API",
    date: "2026-11-30",
  });
  const again = await pricesOf(keys, options);
  expect(asked).toBe(1);
  expect(again("ebs-gp3-gb")?.usd).toBe(0.0952);
  expect(again("spot:m7g.large")).toBeUndefined();
  await pricesOf(keys, { ...options, now: new Date("2026-12-01T10:00:01Z") });
  expect(asked).toBe(2);
});

test("an API that does not answer is reported, and the bundled table is used", async () => {
  const notices: string[] = [];
  const env = { XDG_CACHE_HOME: join(home, "other") };
  const ask = () => Promise.reject(new Error("AccessDeniedException"));
  const prices = await pricesOf(["nat-gateway-hour"], { region, env, ask, notice: (text) => notices.push(text) });
  expect(notices).toEqual([
    "AWS's Price List API does not answer (AccessDeniedException); the bundled prices are used",
  ]);
  expect(prices("ebs-gp3-gb")?.usd).toBe(0.0952);
});

/** A price list as AWS publishes it: five rows of metadata, the names of columns, a row for each rate. */
async function* planFile(...rates: readonly (readonly string[])[]) {
  const metadata = ["FormatVersion", "Disclaimer", "Publication Date", "Version", "OfferCode"];
  for (const name of metadata) yield `"${name}","a, b"`;
  yield '"SKU","RateCode","Unit","DiscountedRate","Currency","DiscountedUsageType","DiscountedOperation","PurchaseOption","LeaseContractLength","LeaseContractLengthUnit","Description","Product Family"';
  for (const [
    rate,
    usage,
    operation = "RunInstances",
    option = "No Upfront",
    years = "1",
    family = "ComputeSavingsPlans",
  ] of rates) {
    await Promise.resolve();
    yield `"A","A.B","Hrs","${rate}","USD","${usage}","${operation}","${option}","${years}","year","1 year, ""No Upfront""","${family}"`;
  }
}

describe("the rates of savings plans", () => {
  const usage = "EUC1-BoxUsage:m7g.large";
  const key = "savings-plan:m7g.large";

  test("are those of one year, without upfront payment, Linux, shared tenancy, any family", async () => {
    const file = planFile(
      ["0.01", "EUC1-BoxUsage:m7g.large.other"],
      ["0.02", "EUC1-DedicatedUsage:m7g.large"],
      ["0.03", usage, "RunInstances:0002"],
      ["0.04", usage, "RunInstances", "All Upfront"],
      ["0.05", usage, "RunInstances", "No Upfront", "3"],
      ["0.06", usage, "RunInstances", "No Upfront", "1", "EC2InstanceSavingsPlans"],
      ["0.07", usage],
      ["0.08", "EUC1-BoxUsage:m7g.xlarge"],
      ["0.09", "EUC1-BoxUsage:m7g.2xlarge"],
      ["0.10", "EUC1-BoxUsage:m7g.2xlarge"],
    );
    // Two rates for the same leave it unknown.
    expect(await planRates(file, ["m7g.large", "m7g.xlarge", "m7g.2xlarge"])).toEqual({
      "m7g.large": 0.07,
      "m7g.xlarge": 0.08,
    });
  });

  test("are read once a day, found or not; a list that cannot be read leaves them unknown and says so", async () => {
    let opened = 0;
    const env = { XDG_CACHE_HOME: join(home, "plans") };
    const plans = () => {
      opened++;
      return Promise.resolve(planFile(["0.07", usage]));
    };
    const options = { region, env, plans, now: new Date("2026-11-30T10:00:00Z") };
    const prices = await pricesOf([key, "savings-plan:m7i.large"], options);
    expect(prices(key)).toEqual({ usd: 0.07, source: "AWS Price List API", date: "2026-11-30" });
    expect((await pricesOf([key, "savings-plan:m7i.large"], options))("savings-plan:m7i.large")).toBeUndefined();
    expect(opened).toBe(1);
    const notices: string[] = [];
    const other = {
      ...options,
      env: { XDG_CACHE_HOME: join(home, "none") },
      notice: (text: string) => notices.push(text),
    };
    const none = await pricesOf([key], { ...other, plans: () => Promise.reject(new Error("AccessDenied")) });
    expect(none(key)).toBeUndefined();
    expect(notices).toEqual([
      "AWS's price list of savings plans cannot be read (AccessDenied); what a plan saves is unknown",
    ]);
    await expect(planRates(planFile(), [])).resolves.toEqual({});
    await expect(
      planRates(
        (async function* () {
          await Promise.resolve();
          yield '"SKU","Price"';
        })(),
        ["m7g.large"],
      ),
    ).rejects.toThrow("has no columns discountedusagetype");
  });
});
