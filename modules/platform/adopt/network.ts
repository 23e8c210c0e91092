import type { Adopt } from "../environment/schema/adopt";
import type { Adopted } from "./adopted";

type Network = NonNullable<Adopt["network"]>;
type Tier = keyof Network["subnets"];

/** The VPC and all that is in it, in the foundation stack. */
export function networkAdoptions(network: Network): readonly Adopted[] {
  const { vpc, internetGateway, natGateways, endpoints } = network;
  const field = (name: string) => `adopt.network.${name}`;
  return [
    { field: field("vpc"), address: "aws_vpc.network_vpc", id: vpc },
    ...(internetGateway === undefined
      ? []
      : [
          {
            field: field("internetGateway"),
            address: "aws_internet_gateway.network_internet-gateway",
            id: internetGateway,
          },
        ]),
    ...(["public", "private", "isolated"] as const).flatMap((tier) => [
      ...subnetsAdoptions(network, tier),
      ...routeTablesAdoptions(network, tier),
    ]),
    ...routesAdoptions(network),
    ...Object.entries(natGateways).flatMap(([zone, { id, address }]) => [
      { field: field(`natGateways.${zone}`), address: `aws_nat_gateway.network_nat_gateway-${zone}`, id },
      { field: field(`natGateways.${zone}`), address: `aws_eip.network_nat_address-${zone}`, id: address },
    ]),
    ...Object.entries(endpoints).map(([service, id]) => ({
      field: field(`endpoints.${service}`),
      address: `aws_vpc_endpoint.network_endpoints_${service.replaceAll(".", "-")}`,
      id,
    })),
  ];
}

function subnetsAdoptions({ subnets }: Network, tier: Tier): readonly Adopted[] {
  return Object.entries(subnets[tier]).flatMap(([zone, { id, routeTable }]) => {
    if (id === undefined) return [];
    const field = `adopt.network.subnets.${tier}.${zone}`;
    const address = `network_${tier}_association-${zone}`;
    return [
      { field, address: `aws_subnet.network_${tier}_subnet-${zone}`, id },
      ...(routeTable === undefined
        ? []
        : [{ field, address: `aws_route_table_association.${address}`, id: `${id}/${routeTable}` }]),
    ];
  });
}

/** The private tier has a table in each zone, the others have one; a table belongs to the first zone that names it. */
function routeTablesAdoptions({ subnets }: Network, tier: Tier): readonly Adopted[] {
  const tables = Object.entries(subnets[tier]).flatMap(([zone, { routeTable }]) =>
    routeTable === undefined ? [] : [{ zone, routeTable }],
  );
  const owned = tables.filter(
    ({ routeTable }, index) => tables.findIndex((other) => other.routeTable === routeTable) === index,
  );
  return (tier === "private" ? owned : owned.slice(0, 1)).map(({ zone, routeTable }) => ({
    field: `adopt.network.subnets.${tier}.${zone}`,
    address: `aws_route_table.network_${tier}_route-table${tier === "private" ? `-${zone}` : ""}`,
    id: routeTable,
  }));
}

/** The default routes of the adopted tables: to the internet gateway, and to the NAT gateways. */
function routesAdoptions(network: Network): readonly Adopted[] {
  const everywhere = (routeTable: string) => `${routeTable}_0.0.0.0/0`;
  return [
    ...(network.internetGateway === undefined
      ? []
      : routeTablesAdoptions(network, "public").map(({ field, id = "" }) => ({
          field,
          address: "aws_route.network_internet-route",
          id: everywhere(id),
        }))),
    ...(Object.keys(network.natGateways).length === 0
      ? []
      : routeTablesAdoptions(network, "private").map(({ field, address, id = "" }) => ({
          field,
          address: address.replace("aws_route_table.network_private_route-table", "aws_route.network_nat_route"),
          id: everywhere(id),
        }))),
  ];
}
