import { bundledPrice } from "../../aws/prices";
import { instanceType } from "../../aws/instance-types";
import table from "../../aws/prices/services.json";
import instances from "../../aws/prices/ec2.json";

/** As AWS publishes them, by the sources that the table names. */
test.each([
  ["us-east-1", "ec2:m7i.large", 0.1008],
  ["us-east-1", "ec2:m6i.large", 0.096],
  ["us-east-1", "ec2:m7a.large", 0.11592],
  ["us-east-1", "ec2:m7g.large", 0.0816],
  ["us-east-1", "ec2:t4g.medium", 0.0336],
  ["us-east-1", "rds:postgres:db.m7g.large", 0.168],
  ["us-east-1", "rds:postgres:db.t4g.medium", 0.065],
  ["us-east-1", "rds:mysql:db.t3.large", 0.136],
  ["us-east-1", "rds-gp3-gb", 0.115],
  ["us-east-1", "rds-gp3-gb:multi-az", 0.23],
  ["us-east-1", "cache:redis:cache.t4g.small", 0.032],
  ["us-east-1", "cache:valkey:cache.t4g.small", 0.0256],
  ["us-east-1", "nat-gateway-hour", 0.045],
  ["us-east-1", "nat-gateway-gb", 0.045],
  ["us-east-1", "alb-hour", 0.0225],
  ["us-east-1", "alb-lcu-hour", 0.008],
  ["us-east-1", "endpoint-hour", 0.01],
  ["us-east-1", "public-ipv4-hour", 0.005],
  ["us-east-1", "data-out-gb", 0.09],
  ["us-east-1", "ebs-gp3-gb", 0.08],
  ["us-east-1", "s3-gb", 0.023],
  ["us-east-1", "efs-gb", 0.3],
  ["us-east-1", "ecr-gb", 0.1],
  ["us-east-1", "logs-ingested-gb", 0.5],
  ["us-east-1", "alarm", 0.1],
  ["us-east-1", "metric", 0.3],
  ["us-east-1", "secret", 0.4],
  ["us-east-1", "kms-key", 1],
  ["us-east-1", "waf-acl", 5],
  ["us-east-1", "sqs-million-requests", 0.4],
  ["eu-central-1", "ec2:m7g.large", 0.0978],
  ["eu-central-1", "cache:valkey:cache.t4g.small", 0.0288],
  ["eu-central-1", "ebs-gp3-gb", 0.0952],
  ["eu-central-1", "endpoint-hour", 0.012],
  ["eu-central-1", "data-out-gb", 0.09],
  ["us-west-2", "ec2:m7i.2xlarge", 0.4032],
  ["us-west-2", "nat-gateway-hour", 0.045],
  ["us-west-2", "rds-gp3-gb", 0.115],
  ["us-gov-west-1", "data-out-gb", 0.155],
  ["ap-south-1", "data-out-gb", 0.1093],
])("%s: %s costs %d dollars", (region, key, usd) => {
  const price = bundledPrice(region, key);
  expect(price?.usd).toBe(usd);
  expect(price?.source).not.toBe("");
  expect(price?.date).toMatch(/^202\d-\d\d-\d\d$/);
});

test.each([
  ["us-east-1", "ec2:m7i.huge"],
  // The end of a name is no name.
  ["us-east-1", "ec2:7i.large"],
  ["us-east-1", "ec2:"],
  ["eu-central-1", "nat-gateway-hour"],
  ["eu-central-1", "rds:postgres:db.m7g.large"],
  ["cn-north-1", "ec2:m7g.large"],
  ["us-east-1", "toString"],
  ["constructor", "secret"],
])("%s: %s is unknown", (region, key) => {
  expect(bundledPrice(region, key)).toBeUndefined();
});

test("every price names a source that is there, and every instance type is one of the platform's", () => {
  for (const [region, prices] of Object.entries(table.prices)) {
    for (const [key, [usd, source]] of Object.entries(prices as unknown as Record<string, [number, string]>)) {
      expect([region, key, usd > 0, Object.keys(table.sources).includes(source)]).toEqual([region, key, true, true]);
    }
  }
  for (const prices of Object.values(instances.prices)) {
    const names = prices.split(" ").map((entry) => entry.split("=")[0] ?? "");
    expect(names.filter((name) => instanceType(name) === undefined)).toEqual([]);
  }
});
