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
  /** One route table for all zones, or one for each. */
  readonly routeTables: "one" | "one-per-zone";
}

/** What a tier has in one availability zone; zones of one route table share the object. */
export interface ZoneSubnet {
  readonly zone: string;
  readonly subnet: Subnet;
  readonly routeTable: RouteTable;
}

/** The subnets of one tier, one in each zone, with their route tables. */
export class Subnets extends Construct {
  readonly zones: readonly ZoneSubnet[];

  constructor(scope: Construct, id: string, props: SubnetsProps) {
    super(scope, id);
    const { vpcId, name, tier, cidrs, routeTables } = props;
    const table = (tableId: string, tableName: string) =>
      new RouteTable(this, tableId, { vpcId, tags: { Name: tableName } });
    const shared = routeTables === "one" ? table("route-table", `${name}-${tier}`) : undefined;
    this.zones = [...cidrs].map(([zone, cidrBlock]) => ({
      zone,
      subnet: new Subnet(this, `subnet-${zone}`, {
        vpcId,
        availabilityZone: zone,
        cidrBlock,
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${tier}-${zone}` },
      }),
      routeTable: shared ?? table(`route-table-${zone}`, `${name}-${tier}-${zone}`),
    }));
  }

  get routeTables(): readonly RouteTable[] {
    return [...new Set(this.zones.map(({ routeTable }) => routeTable))];
  }

  /**
   * Associates the subnets with their route tables and returns the subnets' ids, by zone, by way of the associations.
   *
   * A resource that uses such an id is created after what makes the subnet work, and destroyed before it. With the subnet's own id AWS
   * answers "VPC has no internet gateway" to a load balancer that is faster than the gateway, and keeps the gateway
   * while the load balancer has addresses.
   *
   * @param ready what must exist before anything starts in these subnets
   */
  connectedSubnetIds(ready: readonly ITerraformDependable[]): ReadonlyMap<string, string> {
    return new Map(
      this.zones.map(({ zone, subnet, routeTable }) => [
        zone,
        new RouteTableAssociation(this, `association-${zone}`, {
          subnetId: subnet.id,
          routeTableId: routeTable.id,
          dependsOn: [...ready],
        }).subnetId,
      ]),
    );
  }
}
