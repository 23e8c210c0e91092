import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { capture, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  new Subnet(scope, "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  new Subnet(scope, "b", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  new Subnet(scope, "other", { vpcId: "vpc-1", cidrBlock: "10.1.0.0/24", availabilityZone: "eu-central-1a" });
  new EcsService(scope, "service", { name: "web" });
});

describe("toHaveResourceCount", () => {
  test("counts the resources of a type, or those with some properties", () => {
    expect(stack).toHaveResourceCount(Subnet, 3);
    expect(stack).toHaveResourceCount(Subnet, 2, { vpcId: referenceTo(Vpc) });
    expect(stack).toHaveResourceCount("aws_eip", 0);
    expect(stack).not.toHaveResourceCount(Subnet, 2);
  });

  test("lists those it counted, and the closest other when there are too few", () => {
    expect(messageOf(() => expect(stack).toHaveResourceCount(Subnet, 2, { availabilityZone: "eu-central-1a" }))).toBe(
      lines(
        "expect(stack).toHaveResourceCount(aws_subnet, 2, properties)",
        "",
        "test has 1 aws_subnet with these properties, expected 2",
        "  aws_subnet.other at test/other",
        "",
        "The closest other is aws_subnet.a at test/a:",
        "",
        "- Expected",
        "+ Received",
        "",
        '- availability_zone: "eu-central-1a"',
        "+ availability_zone: absent",
      ),
    );
    expect(messageOf(() => expect(stack).not.toHaveResourceCount(EcsService, 1))).toBe(
      lines(
        "expect(stack).not.toHaveResourceCount(aws_ecs_service, 1)",
        "",
        "test has 1 aws_ecs_service, expected any other number",
        "  aws_ecs_service.service at test/service",
      ),
    );
  });

  test("refuses what is no count and what is no stack", () => {
    expect(messageOf(() => expect(stack).toHaveResourceCount(Subnet, 1.5))).toBe(
      "toHaveResourceCount: count must be a whole number from 0, got 1.5",
    );
    expect(messageOf(() => expect([]).toHaveResourceCount(Subnet, 0))).toContain("got a list");
  });

  test("keeps the values of all that match", () => {
    const blocks = capture();
    expect(stack).toHaveResourceCount(Subnet, 2, { vpcId: referenceTo(Vpc), cidrBlock: blocks });
    expect(blocks.values).toEqual(["10.0.0.0/24", "10.0.1.0/24"]);
  });
});

describe("toHaveNoResource", () => {
  test("holds when there is none of the type, or none with the properties", () => {
    expect(stack).toHaveNoResource(Eip);
    expect(stack).toHaveNoResource(Subnet, { cidrBlock: "10.0.9.0/24" });
  });

  test("lists those that should not be there", () => {
    expect(messageOf(() => expect(stack).toHaveNoResource(Subnet, { vpcId: "vpc-1" }))).toBe(
      lines(
        "expect(stack).toHaveNoResource(aws_subnet, properties)",
        "",
        'test has 1 aws_subnet with {"vpcId": "vpc-1"}:',
        "  aws_subnet.other at test/other",
      ),
    );
    expect(messageOf(() => expect(stack).toHaveNoResource(EcsService))).toBe(
      lines(
        "expect(stack).toHaveNoResource(aws_ecs_service)",
        "",
        "test has 1 aws_ecs_service:",
        "  aws_ecs_service.service at test/service",
      ),
    );
  });

  test("refuses .not and what is no stack", () => {
    expect(messageOf(() => expect(stack).not.toHaveNoResource(Subnet))).toBe(
      "toHaveNoResource: write toHaveResource instead of .not.toHaveNoResource",
    );
    expect(messageOf(() => expect(null).toHaveNoResource(Subnet))).toContain("got null");
  });
});
