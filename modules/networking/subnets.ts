import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Tier } from "./address-plan";

export interface SubnetsProps {
  readonly vpcId: string;
  /** Name of the network; each subnet is `<name>-<tier>-<zone>`. */
  readonly name: string;
  readonly tier: Tier;
  /** Addresses in CIDR notation by availability zone. */
  readonly cidrs: ReadonlyMap<string, string>;
  /** One route table for all zones, or one for each zone. */
  readonly routeTables: "one" | "one-per-zone";
}

/** The subnets of one tier, one in each zone, with their route tables. */
export class Subnets extends Construct {
  readonly routeTables: readonly RouteTable[];
  private readonly subnets: ReadonlyMap<string, Subnet>;

  constructor(scope: Construct, id: string, props: SubnetsProps) {
    super(scope, id);
    const { vpcId, name, tier, cidrs, routeTables } = props;
    this.subnets = new Map(
      [...cidrs].map(([zone, cidrBlock]) => [
        zone,
        new Subnet(this, `subnet-${zone}`, {
          vpcId,
          availabilityZone: zone,
          cidrBlock,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${name}-${tier}-${zone}` },
        }),
      ]),
    );
    const zones = [...cidrs.keys()];
    this.routeTables =
      routeTables === "one"
        ? [new RouteTable(this, "route-table", { vpcId, tags: { Name: `${name}-${tier}` } })]
        : zones.map(
            (zone) => new RouteTable(this, `route-table-${zone}`, { vpcId, tags: { Name: `${name}-${tier}-${zone}` } }),
          );
  }

  /** For what makes the tier work (NAT gateways, endpoints); everyone else waits for `handOut`. */
  get subnetIds(): string[] {
    return [...this.subnets.values()].map((subnet) => subnet.id);
  }

  /**
   * Associates the subnets with their route tables and returns the subnets' ids by way of the associations.
   *
   * Who uses such an id waits for what makes the subnet work, and goes before it at destroy. With the subnet's own id AWS
   * answers "VPC has no internet gateway" to a load balancer that is faster than the gateway, and keeps the gateway
   * while the load balancer has addresses.
   *
   * @param ready what must exist before anything starts in these subnets
   */
  handOut(ready: ITerraformDependable[]): string[] {
    return [...this.subnets].map(([zone, subnet], index) => {
      const routeTable = this.routeTables[index % this.routeTables.length] as RouteTable;
      return new RouteTableAssociation(this, `association-${zone}`, {
        subnetId: subnet.id,
        routeTableId: routeTable.id,
        dependsOn: ready,
      }).subnetId;
    });
  }
}
