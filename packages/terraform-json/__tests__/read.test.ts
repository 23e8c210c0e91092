import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration, readConfigurations } from "..";

const text = readFileSync(join(__dirname, "fixtures", "cdk.tf.json"), "utf8");
const configuration = readConfiguration(text);

describe("readConfiguration", () => {
  test("gives every block with its address, its construct path and its arguments", () => {
    const vpc = configuration.find("aws_vpc.vpc");
    expect(vpc).toMatchObject({
      mode: "resource",
      type: "aws_vpc",
      name: "vpc",
      address: "aws_vpc.vpc",
      path: "production-service/network/vpc",
      properties: { cidr_block: "10.0.0.0/16" },
    });
    expect(String(vpc)).toBe("aws_vpc.vpc at production-service/network/vpc");
    expect(vpc?.configuration).toBe(configuration);
    expect(configuration.find("data.aws_iam_policy_document.pull")?.mode).toBe("data");
    expect(configuration.find("aws_vpc.gone")).toBeUndefined();
    expect(configuration.resourcesOf("aws_vpc", "aws_s3_bucket").map(({ address }) => address)).toEqual([
      "aws_vpc.vpc",
      "aws_s3_bucket.uploads",
    ]);
  });

  test("keeps what people wrote into the comment of a block, without cdktf's own metadata", () => {
    const { resources } = readConfiguration({
      resource: { aws_vpc: { a: { "//": { metadata: { path: "s/a" }, why: "x" } }, b: { "//": "text" } } },
    });
    expect(resources.map(({ path, comment, properties }) => [path, comment, properties])).toEqual([
      ["s/a", { why: "x" }, {}],
      [undefined, {}, {}],
    ]);
  });

  test("gives what else a stack holds", () => {
    expect(configuration.name).toBe("production-service");
    expect([...configuration.variables]).toEqual([["image_tag", { default: "production-305", type: "string" }]]);
    expect([...configuration.outputs]).toEqual([
      ["network_vpc-id_1A2B3C4D", { value: "${aws_vpc.vpc.id}", sensitive: true }],
    ]);
    expect([...configuration.outputPaths]).toEqual([["production-service/network/vpc-id", "network_vpc-id_1A2B3C4D"]]);
    expect(configuration.providers.map(({ type, properties }) => [type, properties.region, properties.alias])).toEqual([
      ["aws", "eu-central-1", undefined],
      ["aws", "us-west-2", "west"],
    ]);
    expect(configuration.moved).toEqual([{ from: "aws_vpc.old", to: "aws_vpc.vpc" }]);
    expect(configuration.backend).toBeUndefined();
    expect(configuration.json).toEqual(JSON.parse(text));
  });

  test("takes every spelling that Terraform's JSON syntax allows", () => {
    const { resources, backend, locals, modules } = readConfiguration({
      resource: [{ aws_vpc: { a: [{ cidr_block: "10.0.0.0/16" }] } }, { aws_vpc: [{ b: {} }] }],
      terraform: [{ backend: [{ s3: [{ bucket: "state" }] }] }],
      locals: { name: "x" },
      module: { child: { source: "./child" } },
    });
    expect(resources.map(String)).toEqual(["aws_vpc.a", "aws_vpc.b"]);
    expect(resources[0]?.properties).toEqual({ cidr_block: "10.0.0.0/16" });
    expect(backend).toEqual({ type: "s3", properties: { bucket: "state" } });
    expect(locals.get("name")).toBe("x");
    expect(modules.get("child")).toEqual({ source: "./child" });
    expect(readConfiguration({ terraform: { cloud: { organization: "o" } } }).backend).toEqual({
      type: "cloud",
      properties: { organization: "o" },
    });
  });

  test("what is no Terraform JSON is one clear error", () => {
    expect(() => readConfiguration("{", "data")).toThrow(/^Terraform JSON of data is not JSON: /);
    expect(() => readConfiguration("[]")).toThrow("Terraform JSON must be an object, got a list");
    expect(() => readConfiguration(null)).toThrow("Terraform JSON must be an object, got null");
    expect(() => readConfiguration({ Resources: {} })).toThrow(
      "Terraform JSON has no block that Terraform knows (resource, data, output, ...), got the keys Resources",
    );
    expect(() => readConfiguration({})).toThrow("got the keys (none)");
    expect(() => readConfiguration({ resource: "aws_vpc" }, "data")).toThrow(
      "Terraform JSON of data: resource must be an object, got a string",
    );
    expect(() => readConfiguration({ resource: { aws_vpc: { a: 1 } } }, "data")).toThrow(
      "Terraform JSON of data: aws_vpc.a must be an object, got a number",
    );
  });
});

test("readConfigurations lets stacks see each other", () => {
  const [one, other] = readConfigurations({ one: { resource: {} }, other: text });
  expect(one?.siblings).toEqual([one, other]);
  expect(other?.name).toBe("other");
  expect(configuration.siblings).toEqual([configuration]);
});
