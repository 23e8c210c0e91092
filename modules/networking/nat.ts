import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { Subnets } from "./subnets";

export interface NatProps {
  /** Name of the network. */
  readonly name: string;
  readonly gateways: "none" | "one" | "one-per-zone";
  /** Ids of the public subnets by zone, where the gateways are placed. */
  readonly publicSubnetIds: ReadonlyMap<string, string>;
  /** Subnets whose way to the internet leads through the gateways, with a route table in each zone. */
  readonly privateSubnets: Subnets;
}

/** NAT gateways, each with an elastic address, and the routes of the private subnets to them. */
export class Nat extends Construct {
  readonly addresses: readonly string[];
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: NatProps) {
    super(scope, id);
    const { name, publicSubnetIds, privateSubnets } = props;

    const count = { none: 0, one: 1, "one-per-zone": publicSubnetIds.size }[props.gateways];
    const gateways = [...publicSubnetIds].slice(0, count).map(([zone, subnetId]) => {
      const tags = { Name: `${name}-nat-${zone}` };
      const address = new Eip(this, `address-${zone}`, { domain: "vpc", tags });
      const gateway = new NatGateway(this, `gateway-${zone}`, { subnetId, allocationId: address.allocationId, tags });
      return { zone, address, gateway };
    });
    this.addresses = gateways.map(({ address }) => address.publicIp);

    this.routes = privateSubnets.zones.flatMap(({ zone, routeTable }) => {
      const nearest = gateways.find((candidate) => candidate.zone === zone) ?? gateways[0];
      if (nearest === undefined) return [];
      return new Route(this, `route-${zone}`, {
        routeTableId: routeTable.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: nearest.gateway.id,
      });
    });
  }
}
