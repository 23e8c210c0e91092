import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { TerraformOutput } from "cdktf";
import { Network, type NetworkProps } from "../../../modules/networking";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";

const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
const minimal: NetworkProps = { name: "Test", cidr: "10.0.0.0/16", zones: zones.slice(0, 2), nat: "none" };

function stackWith(props: Partial<NetworkProps> = {}) {
  return testStack((scope) => {
    const network = new Network(scope, "network", { ...minimal, ...props });
    new TerraformOutput(scope, "public", { value: network.publicSubnetIds });
    new TerraformOutput(scope, "private", { value: network.privateSubnetIds });
    new TerraformOutput(scope, "isolated", { value: network.isolatedSubnetIds });
    new TerraformOutput(scope, "addresses", { value: network.natAddresses });
  });
}

/** The routes of a tier's tables, by what they lead to. */
function routesOf(stack: ReturnType<typeof stackWith>, tier: string) {
  const tables = stack.everyResource(RouteTable, { path: `network/${tier}` });
  return stack
    .everyResource(Route)
    .filter((route) => tables.some((table) => String(route.properties.route_table_id).includes(table.name)));
}

describe("a minimal network", () => {
  const stack = stackWith();

  test("is a VPC whose private names resolve, so that interface endpoints can take over a service's name", () => {
    expect(stack).toHaveResource(Vpc, {
      cidrBlock: "10.0.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: "Test" },
    });
  });

  test("has a public, a private and an isolated subnet in each of its zones", () => {
    expect(stack).toHaveResourceCount(Subnet, 6);
    for (const zone of minimal.zones) expect(stack).toHaveResourceCount(Subnet, 3, { availabilityZone: zone });
  });

  test("gives no instance a public address", () => {
    expect(stack.everyResource(Subnet)).toMatchProperties({ mapPublicIpOnLaunch: false });
  });

  test("leads to the internet from its public subnets alone", () => {
    expect(routesOf(stack, "public")).toMatchProperties({ gatewayId: referenceTo("network/internet-gateway", "id") });
    expect(routesOf(stack, "private")).toEqual([]);
    expect(routesOf(stack, "isolated")).toEqual([]);
  });

  test("associates each subnet with a route table of its own tier", () => {
    for (const tier of ["public", "private", "isolated"]) {
      const associations = stack.everyResource(RouteTableAssociation, { path: `network/${tier}` });
      expect(associations).toHaveLength(2);
      expect(associations).toMatchProperties({
        subnetId: referenceTo(`network/${tier}`),
        routeTableId: referenceTo(`network/${tier}`),
      });
    }
  });

  test("closes the default security group", () => {
    expect(stack).toHaveResource(DefaultSecurityGroup, {
      ingress: absent(),
      egress: absent(),
      vpcId: referenceTo(Vpc),
    });
  });

  test("reaches S3 by a gateway endpoint from its private subnets, and nothing by an interface endpoint", () => {
    expect(stack).toHaveResourceCount(VpcEndpoint, 1);
    const tables = stack.everyResource(RouteTable, { path: "network/private" });
    expect(stack).toHaveResource(VpcEndpoint, {
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-central-1.s3",
      routeTableIds: tables.map((table) => referenceTo(table, "id")),
    });
    expect(stack).toHaveNoResource(SecurityGroup);
  });

  test("costs nothing by the hour: no NAT gateway, no flow log", () => {
    expect(stack).toHaveNoResource(NatGateway);
    expect(stack).toHaveNoResource(Eip);
    expect(stack).toHaveNoResource(FlowLog);
    expect(stack).toHaveOutput("addresses", { value: [] });
  });

  test("hands out each tier's subnets in the order of the zones", () => {
    for (const tier of ["public", "private", "isolated"]) {
      expect(stack).toHaveOutput(tier, {
        value: minimal.zones.map((zone) => referenceTo(`network/${tier}/association-${zone}`, "subnet_id")),
      });
    }
  });

  test("hands out public subnets only once they have their way to the internet", () => {
    const [route] = routesOf(stack, "public");
    expect(stack.everyResource(RouteTableAssociation, { path: "network/public" })).toMatchProperties({
      depends_on: [route?.address],
    });
  });

  test("reads the account from the credentials", () => {
    expect(stack).toHaveDataSource(DataAwsCallerIdentity);
  });
});

describe("a third zone", () => {
  const two = stackWith({ nat: "one-per-zone" });
  const three = stackWith({ nat: "one-per-zone", zones });

  test("changes nothing of the first two: every subnet, table, route and gateway stays as it is", () => {
    for (const type of [Subnet, RouteTable, Route, NatGateway, Eip]) {
      for (const block of two.everyResource(type)) {
        expect(three.resource(type, { path: String(block.path) }).properties).toEqual(block.properties);
      }
    }
  });

  test("adds a subnet of each tier and a NAT gateway", () => {
    expect(three).toHaveResourceCount(Subnet, 9);
    expect(three).toHaveResourceCount(NatGateway, 3);
  });
});

describe("NAT", () => {
  test("one gateway, in the first zone, serves the private subnets of every zone", () => {
    const stack = stackWith({ nat: "one", zones });
    expect(stack).toHaveResourceCount(NatGateway, 1, {
      subnetId: referenceTo("network/public/association-eu-central-1a", "subnet_id"),
      allocationId: referenceTo(Eip, "allocation_id"),
    });
    const routes = routesOf(stack, "private");
    expect(routes).toHaveLength(3);
    expect(routes).toMatchProperties({
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: referenceTo(NatGateway, "id"),
    });
  });

  test("one gateway a zone serves the private subnet of its own zone, so a lost zone takes no other with it", () => {
    const stack = stackWith({ nat: "one-per-zone", zones });
    for (const zone of zones) {
      expect(stack).toHaveResource(
        NatGateway,
        { subnetId: referenceTo(`network/public/association-${zone}`) },
        { id: `gateway-${zone}` },
      );
      expect(stack).toHaveResource(Route, {
        routeTableId: referenceTo(`network/private/route-table-${zone}`, "id"),
        natGatewayId: referenceTo(`network/nat/gateway-${zone}`, "id"),
      });
    }
  });

  test("private subnets are handed out once their NAT routes stand, isolated ones have none", () => {
    const stack = stackWith({ nat: "one" });
    const routes = routesOf(stack, "private").map((route) => route.address);
    expect(stack.everyResource(RouteTableAssociation, { path: "network/private" })).toMatchProperties({
      depends_on: expect.arrayContaining(routes),
    });
    expect(routesOf(stack, "isolated")).toEqual([]);
  });

  test("its addresses are known, for the allow lists of others", () => {
    const stack = stackWith({ nat: "one-per-zone" });
    expect(stack).toHaveOutput("addresses", {
      value: minimal.zones.map((zone) => referenceTo(`network/nat/address-${zone}`, "public_ip")),
    });
  });
});

describe("a network refuses", () => {
  test("a CIDR that no VPC of this layout can have, and says which it can", () => {
    expect(() => stackWith({ cidr: "10.0.0.0/24" })).toThrow(
      "test/network: cidr must be a private IPv4 network with a prefix of /16 to /22 and no host bits, such as 10.0.0.0/16, " +
        `outside Docker's 172.17.0.0/16, got "10.0.0.0/24".`,
    );
  });

  test.each([
    ["one zone", ["eu-central-1a"]],
    ["four zones", ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"]],
    ["a zone twice", ["eu-central-1a", "eu-central-1a"]],
    ["zones of two regions", ["eu-central-1a", "us-west-2a"]],
    ["a region in place of a zone", ["eu-central-1", "us-east-2"]],
    ["a local zone", ["eu-central-1a", "eu-central-1-bos-1a"]],
    ["a zone that the region does not have", ["eu-central-1a", "eu-central-1z"]],
  ])("%s", (_what, wrong) => {
    expect(() => stackWith({ zones: wrong })).toThrow(
      "test/network: zones must be two or three different availability zones of one region, such as eu-central-1a, " +
        `got ${JSON.stringify(wrong)}.`,
    );
  });

  test("a name that its roles and log groups could not carry", () => {
    expect(() => stackWith({ name: "My network" })).toThrow(
      'test/network: name must be 1 to 50 letters, digits and hyphens, got "My network".',
    );
  });
});
