import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { testStack, type Finding, type Policy } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  new Vpc(scope, "small", { cidrBlock: "10.0.0.0/24" });
  new Vpc(scope, "large", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
});

/** A policy of this test: every VPC must have a property. */
const vpcPolicy = (id: string, property: string, severity: Finding["severity"]): Policy => ({
  id,
  check: (stacks) =>
    stacks
      .flatMap((configuration) => configuration.resourcesOf("aws_vpc"))
      .map((vpc) => ({
        policy: id,
        verdict: vpc.properties[property] === undefined ? "fail" : "pass",
        ...(severity && { severity }),
        subject: vpc.path ?? vpc.address,
        message: `set ${property}`,
      })),
});
const cidr = vpcPolicy("vpc-cidr", "cidr_block", "error");
const dns = vpcPolicy("vpc-dns", "enable_dns_hostnames", undefined);
const tags = vpcPolicy("vpc-tags", "tags", "warning");
const other: Policy = {
  id: "lb",
  check: () => [{ policy: "lb", verdict: "not applicable", subject: "test", message: "there is no load balancer" }],
};

test("passes when no policy fails; warnings and recommendations do not fail", () => {
  expect(stack).toSatisfyPolicies([cidr, tags, other]);
  expect(stack).toSatisfyPolicies([cidr, vpcPolicy("vpc-ipv6", "ipv6_cidr_block", "recommendation")]);
  expect(stack).not.toSatisfyPolicies([cidr, dns]);
  expect(stack).toSatisfyPolicies((stacks) => cidr.check(stacks));
});

test("lists what fails, and the warnings after it", () => {
  expect(messageOf(() => expect(stack).toSatisfyPolicies([cidr, dns, tags]))).toBe(
    lines(
      "expect(stack).toSatisfyPolicies(policies)",
      "",
      "test fails 1 check (6 findings of 3 policies):",
      "  vpc-dns, test/small: set enable_dns_hostnames",
      "",
      "Warnings:",
      "  vpc-tags, test/large: set tags",
      "  vpc-tags, test/small: set tags",
    ),
  );
  expect(messageOf(() => expect(stack).not.toSatisfyPolicies([cidr]))).toBe(
    lines("expect(stack).not.toSatisfyPolicies(policies)", "", "test satisfies all policies (2 findings of 1 policy)"),
  );
});

test("a policy that throws is an error that names it, never a pass", () => {
  const broken: Policy = {
    id: "broken",
    check: () => {
      throw new Error("no such property");
    },
  };
  for (const expectation of [
    () => expect(stack).toSatisfyPolicies([cidr, broken]),
    () => expect(stack).not.toSatisfyPolicies([cidr, broken]),
  ]) {
    expect(messageOf(expectation)).toBe("toSatisfyPolicies: the policy broken threw: no such property");
  }
});

test("refuses a pack that checks nothing, what is no pack, and what is no stack", () => {
  expect(messageOf(() => expect(stack).toSatisfyPolicies([]))).toBe(
    "toSatisfyPolicies: the pack found nothing to check, not even a pass",
  );
  expect(messageOf(() => expect(stack).toSatisfyPolicies("all" as unknown as []))).toBe(
    "toSatisfyPolicies: the pack must be a list of policies or a function, got a string",
  );
  expect(messageOf(() => expect(stack.resource(Vpc, { id: "small" })).toSatisfyPolicies([cidr]))).toBe(
    lines(
      "expect(received).toSatisfyPolicies(...)",
      "",
      "received must be a stack or app from synthesize() or testStack(), got the resource aws_vpc.small",
    ),
  );
});
