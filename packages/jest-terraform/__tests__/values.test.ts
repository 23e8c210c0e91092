import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { absent, capture, jsonString, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

let vpc: Vpc;
const stack = testStack((scope) => {
  vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  new Subnet(scope, "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  new Subnet(scope, "b", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  new SecurityGroup(scope, "group", {
    ingress: [
      { fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"] },
      { fromPort: 80, toPort: 80, protocol: "tcp", cidrBlocks: [vpc.cidrBlock] },
    ],
  });
  new EcsTaskDefinition(scope, "task", {
    family: "web",
    containerDefinitions: JSON.stringify([{ name: "web", image: `${vpc.arn}:1`, logConfiguration: { options: {} } }]),
    volume: [{ name: "data" }],
  });
});

const differenceOf = (properties: object) =>
  messageOf(() => expect(stack).toHaveResource(EcsTaskDefinition, properties)).split("+ Received\n\n")[1];

describe("absent()", () => {
  test("is for what is not there or null", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, { networkMode: absent() });
    expect(stack).not.toHaveResource(EcsTaskDefinition, { family: absent() });
    expect({ a: null, b: undefined }).toEqual({ a: absent(), b: absent(), c: absent() });
  });

  test("shows what is there", () => {
    expect(differenceOf({ family: absent() })).toBe(lines("- family: absent()", '+ family: "web"'));
  });
});

describe("jsonString()", () => {
  test("looks into JSON, with ${...} in it, and keeps the keys as they are", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, {
      containerDefinitions: jsonString([{ image: "${aws_vpc.vpc.arn}:1", logConfiguration: { options: {} } }]),
    });
    expect(stack).not.toHaveResource(EcsTaskDefinition, {
      containerDefinitions: jsonString([{ log_configuration: expect.anything() }]),
    });
    expect({ policy: '{"Version":"1"}' }).toEqual({ policy: jsonString({ Version: "1" }) });
  });

  test("shows the place inside that differs, or that it is no JSON", () => {
    expect(differenceOf({ containerDefinitions: jsonString([{ name: "worker" }]) })).toBe(
      lines('- container_definitions[0].name: "worker"', '+ container_definitions[0].name: "web"'),
    );
    expect(differenceOf({ family: jsonString({ a: 1 }) })).toBe(
      lines('- family: jsonString({"a":1})', '+ family: "web"'),
    );
  });
});

describe("referenceTo()", () => {
  test("takes a construct, a class, an address, a construct path, a block, with or without an attribute", () => {
    for (const target of [vpc, Vpc, "aws_vpc.vpc", "test/vpc", "vpc", stack.resource(Vpc)]) {
      expect(stack).toHaveResource(Subnet, { vpcId: referenceTo(target) });
      expect(stack).toHaveResource(Subnet, { vpcId: referenceTo(target, "id") });
      expect(stack).not.toHaveResource(Subnet, { vpcId: referenceTo(target, "arn") });
    }
    expect(stack).not.toHaveResource(Subnet, { vpcId: referenceTo(Subnet) });
  });

  test("finds it inside a longer string and inside JSON", () => {
    const image = referenceTo(vpc, "arn");
    expect(stack).toHaveResource(EcsTaskDefinition, { containerDefinitions: jsonString([{ image }]) });
    expect({ url: "https://${aws_lb.web.dns_name}/up" }).toEqual({ url: referenceTo("aws_lb.web", "dns_name") });
    expect({ vpc: "${aws_vpc.vpc.id}" }).toEqual({ vpc: referenceTo(vpc, "id") });
  });

  test("is shown with its target", () => {
    expect(differenceOf({ family: referenceTo(vpc, "arn") })).toBe(
      lines('- family: referenceTo(test/vpc, "arn")', '+ family: "web"'),
    );
    expect(differenceOf({ family: referenceTo(Vpc) })).toContain("referenceTo(Vpc)");
    expect(differenceOf({ family: referenceTo("aws_vpc.vpc") })).toContain('referenceTo("aws_vpc.vpc")');
  });
});

describe("capture()", () => {
  test("keeps the value of the resource that matches, not of those that were tried", () => {
    const cidr = capture();
    expect(stack).toHaveResource(Subnet, { cidrBlock: cidr }, { id: "b" });
    expect(cidr.value).toBe("10.0.1.0/24");
    const port = capture();
    expect(stack).toHaveResource(SecurityGroup, {
      ingress: expect.arrayContaining([{ cidrBlocks: [referenceTo(Vpc)], fromPort: port }]),
    });
    expect(port.value).toBe(80);
  });

  test("keeps nothing when the expectation fails or is .not", () => {
    const kept = capture();
    expect(() => expect(stack).toHaveResource(Subnet, { vpcId: kept, cidrBlock: "1" })).toThrow("cidr_block");
    expect(stack).not.toHaveResource(Subnet, { vpcId: kept, cidrBlock: "1" });
    expect(kept.values).toEqual([]);
    expect(() => kept.value).toThrow("capture() holds 0 values, expected one; all of them are in .values");
  });

  test("may ask something of the value, and asks at least that there is one", () => {
    const cidr = capture(expect.stringMatching(/^10\.0\.1\./));
    expect(stack).toHaveResource(Subnet, { cidrBlock: cidr });
    expect(cidr.value).toBe("10.0.1.0/24");
    expect(stack).not.toHaveResource(Subnet, { availabilityZone: capture() });
    expect(differenceOf({ networkMode: capture() })).toBe(lines("- network_mode: capture()", "+ network_mode: absent"));
  });

  test("works inside any other matcher of jest", () => {
    const kept = capture();
    expect({ a: { b: 1 } }).toEqual({ a: { b: kept } });
    expect(kept.value).toBe(1);
  });
});

describe("properties", () => {
  test("a block that the JSON writes as a list of one may be written as an object", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, { volume: { name: "data" } });
    expect(stack).toHaveResource(EcsTaskDefinition, { volume: [{ name: "data" }] });
  });

  test("lists are compared element by element; expect.arrayContaining asks for some", () => {
    expect(stack).toHaveResource(SecurityGroup, { ingress: [{ fromPort: 443 }, { fromPort: 80 }] });
    expect(stack).not.toHaveResource(SecurityGroup, { ingress: [{ fromPort: 443 }] });
    expect(stack).toHaveResource(SecurityGroup, { ingress: expect.arrayContaining([{ fromPort: 80 }]) });
    expect(stack).not.toHaveResource(SecurityGroup, { ingress: expect.arrayContaining([{ fromPort: 22 }]) });
    expect(stack).toHaveResource(SecurityGroup, { ingress: expect.not.arrayContaining([{ from_port: 22 }]) });
  });

  test("expect.arrayOf asks something of each", () => {
    expect(stack).toHaveResource(SecurityGroup, { ingress: expect.arrayOf({ protocol: "tcp" }) });
    expect(stack).not.toHaveResource(SecurityGroup, { ingress: expect.arrayOf({ fromPort: 80 }) });
  });

  test("expect.objectContaining takes camelCase too", () => {
    const https = expect.objectContaining({ fromPort: 443 });
    expect(stack).toHaveResource(SecurityGroup, { ingress: [https, expect.any(Object)] });
  });

  test("undefined is the same as absent()", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, { networkMode: undefined });
    expect(stack).not.toHaveResource(EcsTaskDefinition, { family: undefined });
  });

  test("a token of cdktf is refused, since it represents a text of another synth", () => {
    expect(messageOf(() => expect(stack).toHaveResource(Subnet, { vpcId: vpc.id }))).toBe(
      'vpc_id is a reference that cdktf has not resolved; write referenceTo(construct, "attribute")',
    );
  });

  test("long values are cut short", () => {
    const text = differenceOf({ family: "x".repeat(2000) }) ?? "";
    expect(text).toContain("x... (1002 more characters)");
    expect(text.length).toBeLessThan(1200);
  });
});
