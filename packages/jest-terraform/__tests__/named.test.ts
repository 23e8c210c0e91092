import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { S3Backend, TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { absent, capture, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  new S3Backend(scope, { bucket: "state", key: "test.tfstate", region: "eu-central-1" });
  new AwsProvider(scope, "west", { alias: "west", region: "us-west-2" });
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  new TerraformVariable(scope, "image_tag", { type: "string", default: "production-305" });
  new TerraformOutput(scope, "vpc-id", { value: vpc.id });
  new TerraformOutput(new Construct(scope, "network"), "cidr", { value: vpc.cidrBlock, sensitive: true });
});
const empty = testStack(() => {});

describe("toHaveOutput", () => {
  test("finds an output by Terraform's name and by construct id", () => {
    expect(stack).toHaveOutput("vpc-id", { value: referenceTo(Vpc, "id"), sensitive: absent() });
    expect(stack).toHaveOutput("network_cidr_C12FE45A", { sensitive: true });
    expect(stack).toHaveOutput("cidr", { value: "${aws_vpc.vpc.cidr_block}" });
    expect(stack).not.toHaveOutput("vpc-id", { value: referenceTo(Vpc, "arn") });
    expect(stack).not.toHaveOutput("vpc");
  });

  test("shows what differs, or which outputs there are", () => {
    expect(messageOf(() => expect(stack).toHaveOutput("vpc-id", { value: "vpc-1" }))).toBe(
      lines(
        'expect(stack).toHaveOutput("vpc-id", properties)',
        "",
        'The output "vpc-id" of test differs:',
        "",
        "- Expected",
        "+ Received",
        "",
        '- value: "vpc-1"',
        '+ value: "${aws_vpc.vpc.id}"',
      ),
    );
    expect(messageOf(() => expect(stack).toHaveOutput("url"))).toBe(
      lines(
        'expect(stack).toHaveOutput("url")',
        "",
        'test has no output "url"; it has network_cidr_C12FE45A, vpc-id, cidr',
      ),
    );
    expect(messageOf(() => expect(empty).toHaveOutput("url"))).toContain('test has no output "url"; it has none');
    expect(messageOf(() => expect(stack).not.toHaveOutput("vpc-id"))).toBe(
      lines(
        'expect(stack).not.toHaveOutput("vpc-id")',
        "",
        'The output "vpc-id" of test is',
        '  {"value": "${aws_vpc.vpc.id}"}',
      ),
    );
  });

  test("captures", () => {
    const value = capture();
    expect(stack).toHaveOutput("vpc-id", { value });
    expect(value.value).toBe("${aws_vpc.vpc.id}");
  });

  test("refuses what is no name and what is no stack", () => {
    expect(messageOf(() => expect(stack).toHaveOutput(1 as unknown as string))).toBe(
      "toHaveOutput: the name must be a string, got 1",
    );
    expect(messageOf(() => expect({}).toHaveOutput("url"))).toContain("got an object");
  });
});

describe("toHaveVariable", () => {
  test("finds a variable by name", () => {
    expect(stack).toHaveVariable("image_tag", { type: "string", default: "production-305" });
    expect(stack).not.toHaveVariable("image_tag", { default: absent() });
    expect(stack).not.toHaveVariable("tag");
  });

  test("shows what differs", () => {
    expect(messageOf(() => expect(stack).toHaveVariable("image_tag", { type: "number" }))).toBe(
      lines(
        'expect(stack).toHaveVariable("image_tag", properties)',
        "",
        'The variable "image_tag" of test differs:',
        "",
        "- Expected",
        "+ Received",
        "",
        '- type: "number"',
        '+ type: "string"',
      ),
    );
    expect(messageOf(() => expect(stack).not.toHaveVariable("image_tag"))).toContain(
      "expect(stack).not.toHaveVariable",
    );
    expect(messageOf(() => expect(3).toHaveVariable("image_tag"))).toContain("got a number");
  });
});

describe("toHaveBackend", () => {
  test("finds where the state is kept", () => {
    expect(stack).toHaveBackend("s3", { bucket: "state", dynamodbTable: absent() });
    expect(stack).not.toHaveBackend("s3", { encrypt: true });
    expect(stack).not.toHaveBackend("local");
    expect(empty).toHaveBackend("local");
  });

  test("shows what differs, or the backend there is", () => {
    expect(messageOf(() => expect(stack).toHaveBackend("s3", { useLockfile: true }))).toBe(
      lines(
        'expect(stack).toHaveBackend("s3", properties)',
        "",
        'The backend "s3" of test differs:',
        "",
        "- Expected",
        "+ Received",
        "",
        "- use_lockfile: true",
        "+ use_lockfile: absent",
      ),
    );
    expect(messageOf(() => expect(stack).toHaveBackend("remote"))).toContain('test has no backend "remote"; it has s3');
    expect(messageOf(() => expect(stack).not.toHaveBackend("s3"))).toContain('The backend "s3" of test is');
    expect(messageOf(() => expect("s3").toHaveBackend("s3"))).toContain("got a string");
  });
});

describe("toHaveProvider", () => {
  test("finds a provider by class or name, with its alias", () => {
    expect(stack).toHaveProvider(AwsProvider, { region: "us-west-2", alias: "west" });
    expect(stack).toHaveProvider("aws", { region: "eu-central-1", allowed_account_ids: ["123456789012"] });
    expect(stack).not.toHaveProvider(AwsProvider, { region: "us-west-2", alias: absent() });
    expect(stack).not.toHaveProvider("random");
  });

  test("shows the closest", () => {
    expect(messageOf(() => expect(stack).toHaveProvider(AwsProvider, { region: "eu-west-1", alias: "west" }))).toBe(
      lines(
        'expect(stack).toHaveProvider("aws", properties)',
        "",
        'The provider "aws" of test differs (1 other was looked at):',
        "",
        "- Expected",
        "+ Received",
        "",
        '- region: "eu-west-1"',
        '+ region: "us-west-2"',
      ),
    );
    expect(messageOf(() => expect(stack).not.toHaveProvider("aws"))).toContain("expect(stack).not.toHaveProvider");
    expect(messageOf(() => expect(true).toHaveProvider("aws"))).toContain("got a boolean");
  });

  test("refuses an argument that the provider does not have", () => {
    // @ts-expect-error the compiler tells the slip as well
    expect(messageOf(() => expect(stack).not.toHaveProvider(AwsProvider, { regoin: "x" }))).toBe(
      'toHaveProvider: aws has no argument "regoin"; did you mean "region"?',
    );
  });
});
