import { bundledPrice } from "../../aws/prices";
import { instanceType } from "../../aws/instance-types";
import caches from "../../aws/prices/elasticache.json";
import databases from "../../aws/prices/rds.json";
import instances from "../../aws/prices/ec2.json";
import services from "../../aws/prices/services.json";

const none = undefined;

/** As AWS publishes them, by the sources that the table names: in us-east-1, eu-central-1, eu-west-1 and us-west-2. */
const published: readonly (readonly [key: string, ...usd: (number | undefined)[]])[] = [
  ["alarm", 0.1, 0.1, 0.1, 0.1],
  ["alarm-composite", 0.5, 0.5, 0.5, 0.5],
  ["alarm-high-resolution", 0.3, 0.3, 0.3, 0.3],
  ["alb-hour", 0.0225, 0.027, 0.0252, 0.0225],
  ["alb-lcu-hour", 0.008, 0.008, 0.008, 0.008],
  ["aurora-acu-hour", 0.12, 0.14, none, 0.12],
  ["aurora-gb", 0.1, 0.119, none, 0.1],
  ["cache:redis:cache.t4g.small", 0.032, 0.036, 0.034, 0.032],
  ["cache:valkey:cache.t4g.small", 0.0256, 0.0288, 0.0272, 0.0256],
  ["cache:valkey:cache.m7g.large", 0.1264, 0.1504, 0.1392, 0.1264],
  ["dashboard", 3, none, none, none],
  ["data-out-gb", 0.09, 0.09, 0.09, 0.09],
  ["ebs-gp2-gb", 0.1, 0.119, 0.11, 0.1],
  ["ebs-gp3-gb", 0.08, 0.0952, 0.088, 0.08],
  ["ec2:c7g.xlarge", 0.145, 0.1649, 0.155, 0.145],
  ["ec2:m6g.large", 0.077, 0.092, 0.086, 0.077],
  ["ec2:m6i.large", 0.096, 0.115, 0.107, 0.096],
  ["ec2:m7a.large", 0.11592, 0.13886, 0.1292, 0.11592],
  ["ec2:m7g.large", 0.0816, 0.0978, 0.091, 0.0816],
  ["ec2:m7i.large", 0.1008, 0.12075, 0.11235, 0.1008],
  ["ec2:t3.large", 0.0832, 0.096, 0.0912, 0.0832],
  ["ec2:t4g.medium", 0.0336, 0.0384, 0.0368, 0.0336],
  ["ecr-gb", 0.1, 0.1, 0.1, 0.1],
  ["efs-gb", 0.3, 0.36, 0.33, 0.3],
  ["endpoint-gb", 0.01, 0.01, 0.01, 0.01],
  ["endpoint-hour", 0.01, 0.012, 0.011, 0.01],
  ["kms-key", 1, 1, 1, 1],
  ["logs-ingested-gb", 0.5, 0.63, 0.57, 0.5],
  ["logs-stored-gb", 0.03, 0.0324, 0.03, 0.03],
  ["metric", 0.3, 0.3, 0.3, 0.3],
  ["nat-gateway-gb", 0.045, 0.052, 0.048, 0.045],
  ["nat-gateway-hour", 0.045, 0.052, 0.048, 0.045],
  ["nlb-hour", 0.0225, 0.027, none, none],
  ["public-ipv4-hour", 0.005, 0.005, 0.005, 0.005],
  ["rds-gp3-gb", 0.115, 0.137, 0.127, 0.115],
  ["rds-gp3-gb:multi-az", 0.23, 0.274, 0.254, none],
  ["rds:mysql:db.m7g.large", 0.168, 0.2, 0.186, 0.168],
  ["rds:postgres:db.m7g.large", 0.168, 0.2, 0.186, 0.168],
  ["rds:postgres:db.m7g.large:multi-az", 0.337, 0.401, 0.372, 0.337],
  ["rds:postgres:db.t4g.medium", 0.065, 0.074, 0.069, 0.065],
  ["rds:postgres:db.t4g.medium:multi-az", 0.129, 0.149, 0.138, 0.129],
  ["s3-gb", 0.023, 0.0245, 0.023, 0.023],
  ["secret", 0.4, 0.4, 0.4, 0.4],
  ["sqs-million-requests", 0.4, 0.4, 0.4, 0.4],
  ["waf-acl", 5, 5, 5, 5],
  ["waf-million-requests", 0.6, 0.6, 0.6, 0.6],
  ["waf-rule", 1, 1, 1, 1],
];
const regions = ["us-east-1", "eu-central-1", "eu-west-1", "us-west-2"];
const cases = regions.flatMap((region, at) => published.map(([key, ...usd]) => ({ region, key, usd: usd[at] })));

test.each([
  ...cases.filter(({ usd }) => usd !== undefined),
  { region: "us-gov-west-1", key: "data-out-gb", usd: 0.155 },
  { region: "ap-south-1", key: "data-out-gb", usd: 0.1093 },
  { region: "ap-northeast-1", key: "nat-gateway-hour", usd: 0.062 },
])("$region: $key costs $usd dollars", ({ region, key, usd }) => {
  const price = bundledPrice(region, key);
  expect(price?.usd).toBe(usd);
  expect(price?.source).not.toBe("");
  expect(price?.date).toMatch(/^202\d-\d\d-\d\d$/);
});

test("the table has at least 30 kinds in each of these regions", () => {
  const known = regions.map((region) => cases.filter((one) => one.region === region && one.usd !== undefined).length);
  expect(Math.min(...known)).toBeGreaterThanOrEqual(30);
});

test.each([
  ...cases.filter(({ usd }) => usd === undefined),
  { region: "us-east-1", key: "ec2:m7i.huge" },
  // The end of a name is no name.
  { region: "us-east-1", key: "ec2:7i.large" },
  { region: "us-east-1", key: "ec2:" },
  { region: "us-east-1", key: "" },
  { region: "ap-northeast-1", key: "rds:postgres:db.m7g.large" },
  { region: "cn-north-1", key: "ec2:m7g.large" },
  { region: "us-east-1", key: "toString" },
  { region: "constructor", key: "secret" },
])("$region: $key is unknown", ({ region, key }) => {
  expect(bundledPrice(region, key)).toBeUndefined();
});

test.each(Object.entries({ caches, databases, instances, services }))(
  "%s: each table names its source, the newest is the first, and every price is a number",
  (_, tables: readonly { source: string; date: string; prices: object }[]) => {
    const dates = tables.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted().toReversed());
    for (const { source, prices } of tables) {
      expect(source).toMatch(/.{20}/);
      const texts = Object.values(prices).flatMap((groups: Readonly<Record<string, string>>) => Object.values(groups));
      const entries = texts.join(" ").split(" ");
      expect(entries.filter((entry) => !/^[a-z][a-z0-9.:-]*=(?!0+(?:\.0*)?$)\d+(?:\.\d+)?$/.test(entry))).toEqual([]);
    }
  },
);

test("every instance type with a price is one of the platform's", () => {
  const texts = instances.flatMap(({ prices }) => Object.values(prices).map((groups) => groups["ec2:"]));
  const names = texts
    .join(" ")
    .split(" ")
    .map((entry) => entry.split("=")[0] ?? "");
  expect(names.filter((name) => instanceType(name) === undefined)).toEqual([]);
});
