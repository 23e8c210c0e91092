import {
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type RouteTable,
} from "@aws-sdk/client-ec2";
import { everyPage, inBatches, type ClientConfig } from "../../../lib/aws";
import type { FoundNetwork, FoundRule, FoundSubnet } from "../found";
import { ask } from "./ask";

/** A VPC and all that belongs to it. */
export async function readNetwork(config: ClientConfig, vpcId: string): Promise<FoundNetwork | undefined> {
  const ec2 = new EC2Client(config);
  const doing = `read the VPC ${vpcId}`;
  const inVpc = [{ Name: "vpc-id", Values: [vpcId] }];
  const [vpcs, subnets, tables, gateways, nats, endpoints, groups] = await Promise.all([
    ask(doing, ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))),
    ask(doing, ec2.send(new DescribeSubnetsCommand({ Filters: inVpc }))),
    ask(doing, ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc }))),
    ask(
      doing,
      ec2.send(new DescribeInternetGatewaysCommand({ Filters: [{ Name: "attachment.vpc-id", Values: [vpcId] }] })),
    ),
    ask(doing, ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc }))),
    ask(doing, ec2.send(new DescribeVpcEndpointsCommand({ Filters: inVpc }))),
    ask(doing, ec2.send(new DescribeSecurityGroupsCommand({ Filters: inVpc }))),
  ]);
  const vpc = vpcs?.Vpcs?.[0];
  if (vpc === undefined) return undefined;
  const securityGroups = groups?.SecurityGroups ?? [];
  const defaultGroup = securityGroups.find(({ GroupName }) => GroupName === "default")?.GroupId;
  return {
    vpcId,
    cidr: vpc.CidrBlock ?? "",
    subnets: (subnets?.Subnets ?? []).map((subnet) => ({
      id: subnet.SubnetId ?? "",
      zone: subnet.AvailabilityZone ?? "",
      cidr: subnet.CidrBlock ?? "",
      ...wayOut(tables?.RouteTables ?? [], subnet.SubnetId ?? ""),
    })),
    internetGateway: gateways?.InternetGateways?.[0]?.InternetGatewayId,
    natGateways: (nats?.NatGateways ?? [])
      .filter(({ State }) => State === "available")
      .map(({ NatGatewayId = "", SubnetId = "", NatGatewayAddresses }) => ({
        id: NatGatewayId,
        subnetId: SubnetId,
        address: NatGatewayAddresses?.[0]?.AllocationId ?? "",
      })),
    endpoints: new Map(
      (endpoints?.VpcEndpoints ?? []).map(({ ServiceName = "", VpcEndpointId = "" }) => [
        ServiceName.replace(/^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\./, ""),
        VpcEndpointId,
      ]),
    ),
    securityGroups: new Map(
      securityGroups.map(({ GroupId = "", GroupName = "", Description = "" }) => [
        GroupId,
        { id: GroupId, name: GroupName, description: Description },
      ]),
    ),
    rules: await readRules(
      ec2,
      securityGroups.flatMap(({ GroupId }) => GroupId ?? []),
    ),
    defaultSecurityGroupUsed: await isUsed(ec2, defaultGroup),
  };
}

/** The table that is associated with a subnet itself, and where its default route leads; without one, the main table counts. */
function wayOut(tables: readonly RouteTable[], subnetId: string): Pick<FoundSubnet, "routeTable" | "egress"> {
  const own = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnetId));
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  const route = (own ?? main)?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  const egress =
    route?.GatewayId?.startsWith("igw-") === true
      ? "internet-gateway"
      : route?.NatGatewayId === undefined
        ? "none"
        : "nat";
  return { routeTable: own?.RouteTableId, egress };
}

/** Values that a filter of EC2 takes. */
const valuesOfFilter = 200;

async function readRules(ec2: EC2Client, groups: readonly string[]): Promise<readonly FoundRule[]> {
  const read = inBatches(groups, valuesOfFilter, (Values) =>
    everyPage(async (NextToken) => {
      const filter = { Filters: [{ Name: "group-id", Values }], MaxResults: 1000, NextToken };
      const page = await ec2.send(new DescribeSecurityGroupRulesCommand(filter));
      return { items: page.SecurityGroupRules, next: page.NextToken };
    }),
  );
  return ((await ask("read the rules of the security groups", read)) ?? []).map((rule) => ({
    id: rule.SecurityGroupRuleId ?? "",
    groupId: rule.GroupId ?? "",
    isEgress: rule.IsEgress ?? false,
    protocol: rule.IpProtocol ?? "",
    from: rule.FromPort ?? -1,
    to: rule.ToPort ?? -1,
    peer: rule.CidrIpv4 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? rule.CidrIpv6 ?? "",
  }));
}

async function isUsed(ec2: EC2Client, groupId: string | undefined): Promise<boolean> {
  if (groupId === undefined) return false;
  const answer = await ask(
    `read who uses the security group ${groupId}`,
    ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "group-id", Values: [groupId] }] })),
  );
  return (answer?.NetworkInterfaces ?? []).length > 0;
}
