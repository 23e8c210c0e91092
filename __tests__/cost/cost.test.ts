import {
  changeInWords,
  costChange,
  costInWords,
  defaultAssumptions,
  dollars,
  estimate,
  estimated,
  planKeys,
  savingsPlanInWords,
  savingsPlanOf,
  type Prices,
} from "../../cost";
import { readConfiguration } from "../../packages/terraform-json";

const prices: Prices = (key) => {
  const usd: Readonly<Record<string, number>> = {
    "ec2:m7g.large": 0.1,
    "ebs-gp3-gb": 0.08,
    "nat-gateway-hour": 0.05,
    "nat-gateway-gb": 0.05,
    "rds:postgres:db.t4g.medium": 0.07,
    "rds-gp3-gb": 0.12,
    secret: 0.4,
  };
  return Object.hasOwn(usd, key) ? { usd: usd[key] ?? 0, source: "test", date: "2026-01-01" } : undefined;
};

const stack = (resource: object) => [readConfiguration({ resource }, "shop-data")];
const options = { assumptions: defaultAssumptions };
const costOf = (resource: object, more: object = {}) => estimate(stack(resource), prices, { ...options, ...more });

const group = (minimum: number, maximum: number, onDemandPercent = 100) => ({
  aws_launch_template: { shop: { block_device_mappings: [{ ebs: { volume_size: 50, volume_type: "gp3" } }] } },
  aws_autoscaling_group: {
    shop: {
      name: "shop",
      min_size: minimum,
      max_size: maximum,
      mixed_instances_policy: {
        instances_distribution: {
          on_demand_base_capacity: 0,
          on_demand_percentage_above_base_capacity: onDemandPercent,
        },
        launch_template: {
          launch_template_specification: { launch_template_id: "${aws_launch_template.shop.id}" },
          override: [{ instance_type: "m7g.large" }, { instance_type: "m6g.large" }],
        },
      },
    },
  },
});

test("instances are a range: minimum, what the desired tasks need, maximum", () => {
  const { lines, total } = costOf(group(1, 4), { instances: new Map([["shop", 2]]) });
  const instances = lines.find(({ key }) => key === "ec2:m7g.large");
  expect(instances?.quantity).toEqual({ minimum: 730, asRunning: 1460, maximum: 2920 });
  expect(instances?.monthly).toEqual({ minimum: 73, asRunning: 146, maximum: 292 });
  // 50 GiB of disk an instance.
  expect(total.maximum).toBeCloseTo(292 + 4 * 50 * 0.08);
});

test("Spot is a line of its own, whose price is unknown and in no sum", () => {
  const { lines, total } = costOf(group(0, 10, 50));
  const spot = lines.find(({ terms }) => terms === "Spot");
  expect(spot).toMatchObject({
    key: "spot:m7g.large",
    quantity: { maximum: 5 * 730 },
    price: undefined,
    monthly: undefined,
  });
  expect(total.maximum).toBeCloseTo(5 * 73 + 10 * 50 * 0.08);
  expect(costInWords("shop", { lines, total, notAssessed: [] })).toBe(
    "shop costs $0.00 to $405 a month, $0.00 as running; without 1 unknown price",
  );
});

describe("a savings plan", () => {
  const withPlan: Prices = (key) =>
    key === "savings-plan:m7g.large" ? { usd: 0.07, source: "test", date: "2026-01-01" } : prices(key);

  test("saves what always runs On-Demand; what may be scaled in or is on Spot is not committed to", () => {
    const plan = savingsPlanOf(costOf(group(2, 4)), withPlan)!;
    expect(plan.instances).toEqual([{ type: "m7g.large", count: 2, onDemand: 0.1 * 1460, plan: 0.07 * 1460 }]);
    expect(plan.saves).toBeCloseTo(43.8);
    expect(plan.commitment).toBeCloseTo(0.14);
    expect(savingsPlanInWords(plan)).toBe(
      "A one-year Compute Savings Plan without upfront payment for the instances that always run (2 × m7g.large) would save $44 of $146 a month, for a commitment of $0.140 an hour.",
    );
    expect(savingsPlanOf(costOf(group(0, 4)), withPlan)).toBeUndefined();
    expect(savingsPlanOf(costOf(group(2, 4, 0)), withPlan)).toBeUndefined();
  });

  test("whose rate is unknown saves an unknown amount", () => {
    const plan = savingsPlanOf(costOf(group(2, 4)), prices)!;
    expect([plan.saves, plan.commitment, plan.instances[0]?.plan]).toEqual([undefined, undefined, undefined]);
    expect(savingsPlanInWords(plan)).toContain("would save an unknown amount");
    expect(planKeys(["ec2:m7g.large", "spot:m7g.large", "secret"])).toEqual(["savings-plan:m7g.large"]);
  });
});

test("Multi-AZ without a price of its own is twice Single-AZ, storage may grow to its maximum", () => {
  const database = {
    engine: "postgres",
    instance_class: "db.t4g.medium",
    multi_az: true,
    allocated_storage: 20,
    max_allocated_storage: 100,
  };
  const { lines } = costOf({ aws_db_instance: { shop: database } });
  expect(lines.map(({ what, monthly }) => [what, monthly?.minimum, monthly?.maximum])).toEqual([
    ["db.t4g.medium, Multi-AZ", 2 * 0.07 * 730, 2 * 0.07 * 730],
    ["a GiB of gp3, Multi-AZ", 20 * 0.24, 100 * 0.24],
  ]);
  expect(lines[0]?.price?.source).toContain("twice, for the standby");
});

test("an unknown price is unknown, never 0", () => {
  const { lines, total } = costOf({ aws_kms_key: { shop: {} }, aws_secretsmanager_secret: { shop: {} } });
  expect(lines.map(({ key, monthly }) => [key, monthly?.minimum])).toEqual([
    ["secret", 0.4],
    ["kms-key", undefined],
  ]);
  expect(total).toEqual({ minimum: 0.4, asRunning: 0.4, maximum: 0.4 });
});

test("what a change costs, by resource, as a range", () => {
  const gateways = (...names: string[]) =>
    costOf({ aws_nat_gateway: Object.fromEntries(names.map((name) => [name, {}])) });
  const change = costChange(gateways("a"), gateways("a", "b"));
  expect(change.changes.map(({ resource }) => resource)).toEqual(["shop-data: aws_nat_gateway.b"]);
  expect(changeInWords(change)).toBe("+ $37 a month");
  expect(changeInWords(costChange(gateways("a", "b"), gateways("a")))).toBe("- $37 a month");
  expect(changeInWords(costChange(gateways("a"), gateways("a")))).toBe("no change of what it costs");
  const wider = costChange(costOf(group(1, 2)), costOf(group(1, 6)));
  expect(changeInWords(wider)).toBe("+ $0.00 to $308 a month");
});

test("a change of something whose price is unknown says so", () => {
  const change = costChange(estimated([], prices), costOf({ aws_kms_key: { shop: {} } }));
  expect(changeInWords(change)).toContain("unknown: a key");
});

test.each([
  [0, "$0.00"],
  [9.004, "$9.00"],
  [33.4, "$33"],
  [1234.5, "$1,235"],
  [-5, "-$5.00"],
])("%d is %s", (usd, text) => expect(dollars(usd)).toBe(text));
