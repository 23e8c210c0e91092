import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { absent, capture, testStack } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  new Subnet(scope, "a", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
  new Subnet(scope, "b", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
  new Subnet(scope, "c", { vpcId: "vpc-1", cidrBlock: "10.0.2.0/24", mapPublicIpOnLaunch: true });
});

test("every resource of a type has the properties", () => {
  expect(stack.everyResource(Subnet)).toMatchProperties({ vpcId: "vpc-1" });
  expect(stack.everyResource(Subnet, { id: "a" })).toMatchProperties({ mapPublicIpOnLaunch: absent() });
  expect(stack.everyResource("aws_subnet")).not.toMatchProperties({ map_public_ip_on_launch: true });
  expect(stack.resource(Vpc)).toMatchProperties({ cidrBlock: "10.0.0.0/16" });
});

test("captures the value of each", () => {
  const cidrs = capture();
  expect(stack.everyResource(Subnet)).toMatchProperties({ cidrBlock: cidrs });
  expect(cidrs.values).toEqual(["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
});

test("shows the closest that differs, and names the others", () => {
  expect(
    messageOf(() => expect(stack.everyResource(Subnet)).toMatchProperties({ mapPublicIpOnLaunch: absent() })),
  ).toBe(
    lines(
      "expect(resources).toMatchProperties(properties)",
      "",
      "2 of 3 resources differ. The closest is aws_subnet.b at test/b:",
      "",
      "- Expected",
      "+ Received",
      "",
      "- map_public_ip_on_launch: absent()",
      "+ map_public_ip_on_launch: true",
      "",
      "Also differing:",
      "  aws_subnet.c at test/c",
    ),
  );
});

test(".not says that all have them", () => {
  expect(messageOf(() => expect(stack.everyResource(Subnet)).not.toMatchProperties({ vpcId: "vpc-1" }))).toBe(
    lines(
      "expect(resources).not.toMatchProperties(properties)",
      "",
      "All 3 resources have these properties:",
      '  {"vpcId": "vpc-1"}',
    ),
  );
  expect(messageOf(() => expect(stack.resource(Vpc)).not.toMatchProperties({ cidrBlock: "10.0.0.0/16" }))).toContain(
    "aws_vpc.vpc at test/vpc has these properties:",
  );
});

test("refuses what would prove nothing", () => {
  expect(messageOf(() => expect(stack.everyResource(Eip)).toMatchProperties({ domain: "vpc" }))).toBe(
    "toMatchProperties: the list is empty, so nothing would be checked; use toHaveNoResource(Type)",
  );
  expect(messageOf(() => expect(stack.everyResource(Subnet)).toMatchProperties({}))).toBe(
    "toMatchProperties: name at least one property",
  );
  // @ts-expect-error the compiler tells the slip as well
  expect(messageOf(() => expect(stack.everyResource(Subnet)).toMatchProperties({ ipv6Nativ: absent() }))).toBe(
    'toMatchProperties: aws_subnet has no argument "ipv6Nativ"; did you mean "ipv6Native"?',
  );
});

test("refuses a receiver that is no resource", () => {
  expect(messageOf(() => expect(stack).toMatchProperties({ vpcId: "vpc-1" }))).toBe(
    lines(
      "expect(received).toMatchProperties(...)",
      "",
      "received must be a resource from stack.resource(Type), or a list from stack.everyResource(Type), " +
        "got the stack test; take a resource of it: stack.resource(Type)",
    ),
  );
  expect(messageOf(() => expect(["a"]).toMatchProperties({ vpcId: "vpc-1" }))).toContain("got a list");
});

test("stack.resource gives the one resource, or says why there is no one", () => {
  expect(stack.resource(Subnet, { id: "b" }).address).toBe("aws_subnet.b");
  expect(() => stack.resource(Subnet)).toThrow(
    "test has 3 aws_subnet, name one with { id } or { path }: " +
      "aws_subnet.a at test/a, aws_subnet.b at test/b, aws_subnet.c at test/c",
  );
  expect(() => stack.resource(Subnet, { id: "d" })).toThrow(
    'test has no aws_subnet with id "d"; there are aws_subnet.a at test/a, aws_subnet.b at test/b, aws_subnet.c at test/c',
  );
  expect(() => stack.dataSource("aws_vpc")).toThrow("test has no data.aws_vpc");
});
