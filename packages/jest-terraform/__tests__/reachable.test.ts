import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformStack, type App } from "cdktf";
import { synthesize } from "..";
import { lines, messageOf } from "../parts";

interface Parts {
  readonly foundation: TerraformStack;
  readonly data: TerraformStack;
  readonly database: SecurityGroup;
  readonly instances: SecurityGroup;
}

/** Instances in one stack, a database in another that lets them in on 5432; `add` may add rules. */
function architecture(app: App, add: (parts: Parts) => void = () => {}): void {
  const [foundation, data] = ["foundation", "data"].map((name) => {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    return stack;
  }) as [TerraformStack, TerraformStack];
  new Vpc(foundation, "vpc", { cidrBlock: "10.0.0.0/16" });
  const instances = new SecurityGroup(foundation, "instances", { name: "instances" });
  const template = new LaunchTemplate(foundation, "template", { vpcSecurityGroupIds: [instances.id] });
  new AutoscalingGroup(foundation, "group", { minSize: 1, maxSize: 1, launchTemplate: { id: template.id } });
  new SecurityGroup(foundation, "closed", { name: "closed" });
  const balancer = new SecurityGroup(foundation, "balancer", {
    name: "balancer",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  new Lb(foundation, "lb", { securityGroups: [balancer.id] });
  new SecurityGroupRule(foundation, "from-balancer", {
    type: "ingress",
    securityGroupId: instances.id,
    protocol: "tcp",
    fromPort: 32768,
    toPort: 65535,
    sourceSecurityGroupId: balancer.id,
  });
  const database = new SecurityGroup(data, "database", { name: "database" });
  new DbInstance(data, "instance", { instanceClass: "db.t4g.small", vpcSecurityGroupIds: [database.id] });
  const rule = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
  new VpcSecurityGroupIngressRule(data, "in", {
    ...rule,
    securityGroupId: database.id,
    referencedSecurityGroupId: instances.id,
  });
  new VpcSecurityGroupEgressRule(data, "out", {
    ...rule,
    securityGroupId: instances.id,
    referencedSecurityGroupId: database.id,
  });
  add({ foundation, data, database, instances });
}

const app = synthesize(architecture);
const foundation = app.stack("foundation");
const database = app.stack("data").resource(DbInstance);
const group = (id: string) => foundation.resource(SecurityGroup, { id });

describe("toBeReachableFrom", () => {
  test("joins rules of both sides, across stacks", () => {
    expect(database).toBeReachableFrom(group("instances"), 5432);
    expect(database).toBeReachableFrom(foundation.resource(AutoscalingGroup), 5432);
    expect(database).toBeReachableFrom("foundation/instances", 5432);
    expect(database).not.toBeReachableFrom(group("instances"), 5433);
    expect(database).not.toBeReachableFrom(group("balancer"), 5432);
    expect(database).not.toBeReachableFrom("10.0.0.0/16", 5432);
    expect(database).not.toBeReachableFrom(group("instances"), 5432, { protocol: "udp" });
  });

  test("reads aws_security_group_rule and inline rules", () => {
    expect(group("instances")).toBeReachableFrom(foundation.resource(Lb), 40000);
    expect(group("instances")).not.toBeReachableFrom(foundation.resource(Lb), 32767);
    expect(foundation.resource(Lb)).toBeReachableFrom("0.0.0.0/0", 443);
    expect(foundation.resource(Lb)).toBeReachableFrom("203.0.113.7/32", 443);
    expect(foundation.resource(Lb)).toBeReachableFrom("2001:db8::/32", 443);
    expect(foundation.resource(Lb)).not.toBeReachableFrom("203.0.113.7/32", 80);
  });

  test("says which side does not let it through, and which rules there are", () => {
    expect(messageOf(() => expect(database).toBeReachableFrom(group("balancer"), 5432))).toBe(
      lines(
        "expect(resource).toBeReachableFrom(aws_security_group.balancer, 5432)",
        "",
        "aws_db_instance.instance at data/instance is not reachable on tcp 5432 from aws_security_group.balancer: " +
          "no ingress rule lets it in",
        "",
        "Its ingress rules:",
        "  tcp 5432 from aws_security_group.instances",
      ),
    );
    const withoutEgress = group("balancer");
    expect(messageOf(() => expect(withoutEgress).toBeReachableFrom(group("closed"), 443))).toBe(
      lines(
        "expect(resource).toBeReachableFrom(aws_security_group.closed, 443)",
        "",
        "aws_security_group.balancer at foundation/balancer is not reachable on tcp 443 from aws_security_group.closed: " +
          "no egress rule of aws_security_group.closed at foundation/closed lets it out",
        "",
        "Its ingress rules:",
        "  tcp 443 from 0.0.0.0/0",
        "  tcp 443 from ::/0",
      ),
    );
    expect(messageOf(() => expect(group("closed")).toBeReachableFrom("10.0.0.0/8", 22))).toContain(
      "It has no ingress rules.",
    );
    expect(messageOf(() => expect(database).not.toBeReachableFrom(group("instances"), 5432))).toBe(
      lines(
        "expect(resource).not.toBeReachableFrom(aws_security_group.instances, 5432)",
        "",
        "aws_db_instance.instance at data/instance is reachable on tcp 5432 from aws_security_group.instances",
        "",
        "Its ingress rules:",
        "  tcp 5432 from aws_security_group.instances",
      ),
    );
  });

  test("refuses what is in no group, what is no port and what is no resource", () => {
    expect(messageOf(() => expect(foundation.resource(Vpc)).not.toBeReachableFrom("10.0.0.0/8", 22))).toBe(
      "toBeReachableFrom: aws_vpc.vpc at foundation/vpc is in no security group of these stacks",
    );
    expect(messageOf(() => expect(database).not.toBeReachableFrom("10.0.0.300/8", 22))).toBe(
      "toBeReachableFrom: the source 10.0.0.300/8 is in no security group of these stacks and is no CIDR block",
    );
    expect(messageOf(() => expect(database).not.toBeReachableFrom("10.0.0.0/8", 65536))).toBe(
      "toBeReachableFrom: the port must be a whole number from 0 to 65535, got 65536",
    );
    expect(messageOf(() => expect(foundation).toBeReachableFrom("10.0.0.0/8", 22))).toBe(
      lines(
        "expect(received).toBeReachableFrom(...)",
        "",
        "received must be a resource, from stack.resource(Type), " +
          "got the stack foundation; take a resource of it: stack.resource(Type)",
      ),
    );
  });
});

describe("toBeReachableOnlyFrom", () => {
  /** The database after more rules were added. */
  const databaseWith = (add: (parts: Parts) => void) =>
    synthesize((scope) => architecture(scope, add))
      .stack("data")
      .resource(DbInstance);

  test("the database is reachable from the instances and from nothing else", () => {
    expect(database).toBeReachableOnlyFrom(group("instances"), 5432);
    expect(database).not.toBeReachableOnlyFrom(group("balancer"), 5432);
    expect(group("balancer")).toBeReachableOnlyFrom(["0.0.0.0/0", "::/0"], 443);
    expect(group("balancer")).not.toBeReachableOnlyFrom("0.0.0.0/0", 443);
  });

  test("a rule for anyone else, or for another port, is reported with the resource that holds it", () => {
    const open = databaseWith(({ data, database: own, instances }) => {
      const rule = { securityGroupId: own.id, fromPort: 5432, toPort: 5432, ipProtocol: "tcp" };
      new VpcSecurityGroupIngressRule(data, "office", { ...rule, cidrIpv4: "203.0.113.0/24" });
      new VpcSecurityGroupIngressRule(data, "list", { ...rule, prefixListId: "pl-1" });
      new VpcSecurityGroupIngressRule(data, "wide", {
        securityGroupId: own.id,
        ipProtocol: "-1",
        referencedSecurityGroupId: instances.id,
      });
    });
    expect(messageOf(() => expect(open).toBeReachableOnlyFrom("foundation/instances", 5432))).toBe(
      lines(
        "expect(resource).toBeReachableOnlyFrom(foundation/instances, 5432)",
        "",
        "aws_db_instance.instance at data/instance is not reachable on tcp 5432 from foundation/instances only:",
        "  tcp 5432 from pl-1 is open too, by aws_vpc_security_group_ingress_rule.list at data/list",
        "  tcp 5432 from 203.0.113.0/24 is open too, by aws_vpc_security_group_ingress_rule.office at data/office",
        "  all traffic from aws_security_group.instances is open too, by aws_vpc_security_group_ingress_rule.wide at data/wide",
        "",
        "Its ingress rules:",
        "  tcp 5432 from aws_security_group.instances",
        "  tcp 5432 from pl-1",
        "  tcp 5432 from 203.0.113.0/24",
        "  all traffic from aws_security_group.instances",
      ),
    );
  });

  test("a source that does not arrive is reported", () => {
    expect(
      messageOf(() => expect(database).toBeReachableOnlyFrom([group("instances"), group("closed")], 5432)),
    ).toContain("only:\n  aws_security_group.closed does not reach tcp 5432: no ingress rule lets it in\n");
    expect(messageOf(() => expect(database).not.toBeReachableOnlyFrom(group("instances"), 5432))).toContain(
      "is reachable on tcp 5432 from aws_security_group.instances only\n",
    );
  });

  test("refuses no source, and what is no resource", () => {
    expect(messageOf(() => expect(database).toBeReachableOnlyFrom([], 5432))).toBe(
      "toBeReachableOnlyFrom: name at least one source",
    );
    expect(messageOf(() => expect("db").toBeReachableOnlyFrom("10.0.0.0/8", 5432))).toContain("got a string");
  });
});
