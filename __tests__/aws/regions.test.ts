import {
  arn,
  dnsSuffixOf,
  endpointService,
  lackOf,
  logsPrincipal,
  managedPolicyArn,
  partitionOf,
  region,
  regionOfZone,
  regions,
  registryOf,
  zonesOf,
} from "../../aws/regions";

test.each([
  ["eu-central-1", "aws", "amazonaws.com"],
  ["mx-central-1", "aws", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
  ["eu-central-9", "aws", "amazonaws.com"],
])("%s is in the partition %s, and its hosts end with %s", (name, partition, suffix) => {
  expect(partitionOf(name)).toBe(partition);
  expect(dnsSuffixOf(name)).toBe(suffix);
});

test.each(["us-iso-east-1", "eusc-de-east-1", "us-east", "${data.aws_region.this.name}", ""])(
  "no partition is guessed for %j",
  (name) => {
    expect(() => partitionOf(name)).toThrow(`no AWS partition has a region ${JSON.stringify(name)}`);
    expect(name).not.toMatch(region.pattern);
  },
);

test("every region of the table has a partition, and at least three zones", () => {
  expect(regions).toHaveLength(38);
  for (const name of regions) {
    expect(partitionOf(name)).toMatch(/^aws/);
    expect(zonesOf(name).length).toBeGreaterThanOrEqual(3);
    expect(name).toMatch(region.pattern);
  }
});

test.each(["eu-central-9", "us-east", "eu-central-1a", "eu-central-1 ", "xeu-central-1"])("%j is no region", (name) => {
  expect(name).not.toMatch(region.pattern);
  expect(zonesOf(name)).toEqual([]);
});

test("a zone is known by its region and letter", () => {
  expect(zonesOf("eu-central-1")).toEqual(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
  expect(regionOfZone("us-gov-east-1b")).toBe("us-gov-east-1");
  expect(regionOfZone("eu-central-1z")).toBeUndefined();
  expect(regionOfZone("toString")).toBeUndefined();
});

test.each([
  [
    { service: "ecs", account: "111122223333", resource: "task/web/*" },
    "arn:aws-cn:ecs:cn-north-1:111122223333:task/web/*",
  ],
  [
    { service: "iam", region: "" as const, account: "111122223333", resource: "root" },
    "arn:aws-cn:iam::111122223333:root",
  ],
  [{ service: "s3", region: "" as const, resource: "bucket/*" }, "arn:aws-cn:s3:::bucket/*"],
  [{ service: "rds", region: "*" as const, account: "1", resource: "db:a" }, "arn:aws-cn:rds:*:1:db:a"],
])("the ARN of %j in China", (parts, text) => {
  expect(arn("cn-north-1", parts)).toBe(text);
});

test("a policy of AWS, a registry and the principal of CloudWatch Logs follow the region", () => {
  const policy = "service-role/AmazonRDSEnhancedMonitoringRole";
  expect(managedPolicyArn("us-gov-east-1", policy)).toBe(`arn:aws-us-gov:iam::aws:policy/${policy}`);
  expect(registryOf("us-gov-east-1", "111122223333")).toBe("111122223333.dkr.ecr.us-gov-east-1.amazonaws.com");
  expect(registryOf("cn-north-1", "111122223333")).toBe("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn");
  expect(logsPrincipal("us-gov-west-1")).toBe("logs.us-gov-west-1.amazonaws.com");
  expect(logsPrincipal("cn-northwest-1")).toBe("logs.cn-northwest-1.amazonaws.com.cn");
});

test.each([
  ["eu-central-1", "ecr.api", "com.amazonaws.eu-central-1.ecr.api"],
  ["us-gov-west-1", "ecr.dkr", "com.amazonaws.us-gov-west-1.ecr.dkr"],
  ["cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api"],
  ["cn-north-1", "logs", "com.amazonaws.cn-north-1.logs"],
  ["cn-northwest-1", "s3", "com.amazonaws.cn-northwest-1.s3"],
])("in %s the endpoint service of %s is %s", (name, service, text) => {
  expect(endpointService(name, service)).toBe(text);
});

test("what a region lacks has a name", () => {
  expect(lackOf("cn-north-1", "chatbot")).toBe("Amazon Q Developer in chat applications");
  expect(lackOf("us-gov-west-1", "publicDns")).toBe("public hosted zones of Route 53");
  expect(lackOf("cn-north-1", "publicDns")).toBeUndefined();
  expect(lackOf("eu-west-1", "chatbot")).toBeUndefined();
});
