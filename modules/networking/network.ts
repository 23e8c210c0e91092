import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct, type IConstruct } from "constructs";
import type { EncryptionKey } from "../encryption";
import type { RetentionDays } from "../logs";
import { checkPattern, invalid, reject } from "../shared";
import { cidrRule, isVpcCidr } from "../../aws/networks";
import { regionOfZone, type InterfaceEndpoint } from "../../aws/regions";
import { maximumZones, type Tier } from "./address-plan";
import { addressesOf, type Addresses } from "./addresses";
import { Endpoints } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import type { INetwork, ISecurityGroup, PrefixList } from "./interfaces";
import { Nat } from "./nat";
import { SecurityGroup } from "./security-group";
import { Subnets } from "./subnets";

export interface FlowLogsProps {
  /** Days after which a record is deleted. */
  readonly retentionDays: RetentionDays;
  /** Encrypts the records; its `services` must include CloudWatch Logs. */
  readonly encryptionKey: EncryptionKey;
}

export interface NetworkProps {
  /** Name of the VPC and the beginning of its parts' names: 1 to 50 letters, digits and hyphens. */
  readonly name: string;
  /** Private IPv4 addresses of the VPC, /16 to /22: `10.0.0.0/16`. */
  readonly cidr: string;
  /** Two or three availability zones of one region. The order fixes their addresses: append, never reorder. */
  readonly zones: readonly string[];
  /**
   * How private subnets reach the internet: not at all, by one NAT gateway in the first zone (cheaper; every zone depends
   * on that one), or by one in each zone.
   */
  readonly nat: "none" | "one" | "one-per-zone";
  /** AWS services reached inside the VPC; each costs by the hour in each zone. @default - none, S3 alone, which is free */
  readonly endpoints?: readonly InterfaceEndpoint[];
  /** Records of all traffic, in the log group `/vpc/<name>/flow-logs`. @default - none */
  readonly flowLogs?: FlowLogsProps;
  /** Addresses of subnets that differ from the plan. @default - none: see `zoneAddresses` */
  readonly addresses?: Addresses;
  /**
   * `closed` removes all rules of the VPC's default security group, so what is in it by accident reaches nothing; `left` keeps
   * them, for a VPC that exists already, where something may still use it.
   * @default - "closed"
   */
  readonly defaultSecurityGroup?: "closed" | "left";
}

/** The parts of an existing VPC; its routes and endpoints are taken to be right. */
export interface NetworkAttributes {
  readonly vpcId: string;
  /** With a route to an internet gateway. */
  readonly publicSubnetIds: readonly string[];
  /** With a route to AWS and to the internet. */
  readonly privateSubnetIds: readonly string[];
  /** For databases; no route out of the VPC is needed. */
  readonly isolatedSubnetIds: readonly string[];
}

abstract class NetworkBase extends Construct implements INetwork {
  abstract readonly vpcId: string;
  abstract readonly cidr: string;
  abstract readonly publicSubnetIds: string[];
  abstract readonly privateSubnetIds: string[];
  abstract readonly isolatedSubnetIds: string[];

  securityGroup(scope: IConstruct, id: string, props: { name: string; description: string }): ISecurityGroup {
    return new SecurityGroup(scope, id, { ...props, vpcId: this.vpcId });
  }
}

class ExistingNetwork extends NetworkBase {
  private vpc?: DataAwsVpc;
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly isolatedSubnetIds: string[];

  constructor(scope: Construct, id: string, attributes: NetworkAttributes) {
    super(scope, id);
    this.vpcId = attributes.vpcId;
    this.publicSubnetIds = [...attributes.publicSubnetIds];
    this.privateSubnetIds = [...attributes.privateSubnetIds];
    this.isolatedSubnetIds = [...attributes.isolatedSubnetIds];
  }

  /** Read from AWS once something uses it. */
  get cidr(): string {
    this.vpc ??= new DataAwsVpc(this, "vpc", { id: this.vpcId });
    return this.vpc.cidrBlock;
  }
}

/**
 * A VPC over two or three zones. Public subnets have a route to the internet gateway (load balancers), private ones to a
 * NAT gateway (instances, tasks), isolated ones to nowhere (databases).
 *
 * The ids of its subnets depend on their routes and endpoints, so what starts in them can work at once.
 */
export class Network extends NetworkBase {
  readonly vpc: Vpc;
  readonly vpcId: string;
  readonly cidr: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly isolatedSubnetIds: string[];
  /** Public source addresses of connections from private subnets; empty without NAT. */
  readonly natAddresses: readonly string[];
  /** The addresses of S3 in this region. */
  readonly s3PrefixList: PrefixList;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { name, cidr, zones, endpoints = [], flowLogs, defaultSecurityGroup = "closed" } = props;
    const pattern = /^(?!-)[A-Za-z0-9-]{1,50}$/;
    checkPattern(this, "name", name, { pattern, allowed: "1 to 50 letters, digits and hyphens" });
    if (!isVpcCidr(cidr)) reject(this, "cidr", cidrRule, cidr);
    const region = this.regionOf(zones);
    const addresses = addressesOf(this, { cidr, zones, given: props.addresses ?? {} });

    this.cidr = cidr;
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: cidr,
      // Private names of interface endpoints need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    const vpcId = this.vpc.id;
    this.vpcId = vpcId;
    if (defaultSecurityGroup === "closed") {
      new DefaultSecurityGroup(this, "default-security-group", { vpcId, tags: { Name: `${name}-default` } });
    }
    const account = new DataAwsCallerIdentity(this, "account").accountId;

    const subnets = (tier: Tier, routeTables: "one" | "one-per-zone") => {
      const cidrs = new Map([...addresses].map(([zone, ofZone]) => [zone, ofZone[tier]]));
      return new Subnets(this, tier, { vpcId, name, tier, cidrs, routeTables });
    };
    const publicSubnets = subnets("public", "one");
    const privateSubnets = subnets("private", "one-per-zone");
    const isolatedSubnets = subnets("isolated", "one");

    const gatewayId = new InternetGateway(this, "internet-gateway", { vpcId, tags: { Name: name } }).id;
    const internetRoutes = publicSubnets.routeTables.map(
      ({ id: routeTableId }) =>
        new Route(this, "internet-route", { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId }),
    );
    const publicSubnetIds = publicSubnets.connectedSubnetIds(internetRoutes);
    const nat = new Nat(this, "nat", { name, gateways: props.nat, publicSubnetIds, privateSubnets });
    const services = new Endpoints(this, "endpoints", {
      name,
      vpcId,
      cidr,
      region,
      account,
      subnetIds: privateSubnets.zones.map(({ subnet }) => subnet.id),
      routeTableIds: privateSubnets.routeTables.map(({ id: routeTableId }) => routeTableId),
      services: endpoints,
    });

    this.publicSubnetIds = [...publicSubnetIds.values()];
    this.privateSubnetIds = [...privateSubnets.connectedSubnetIds([...nat.routes, ...services.all]).values()];
    this.isolatedSubnetIds = [...isolatedSubnets.connectedSubnetIds([]).values()];
    this.natAddresses = nat.addresses;
    this.s3PrefixList = services.s3PrefixList;
    if (flowLogs !== undefined) new FlowLogs(this, "flow-logs", { ...flowLogs, name, vpcId, region, account });
  }

  /** A VPC that others own. Security groups are created in it, and nothing else. */
  static fromAttributes(scope: Construct, id: string, attributes: NetworkAttributes): INetwork {
    return new ExistingNetwork(scope, id, attributes);
  }

  private regionOf(zones: readonly string[]): string {
    const regions = new Set(zones.map(regionOfZone));
    const [region] = regions;
    const right = zones.length >= 2 && zones.length <= maximumZones && new Set(zones).size === zones.length;
    if (!right || regions.size !== 1 || region === undefined) {
      invalid(this, "zones", "two or three different availability zones of one region, such as eu-central-1a", zones);
    }
    return region;
  }
}
