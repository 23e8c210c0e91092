import { blocksOf, isEverywhere, leadsTo, referrersOf, stringsOf, type Block } from "../../../packages/terraform-json";

/** Routes of a subnet: inline or resources of their own. */
function routesOf(subnet: Block): { destination: string; isWayOut: boolean }[] {
  return referrersOf(subnet, "aws_route_table_association", "subnet_id")
    .flatMap((association) => leadsTo(association, "route_table_id", "aws_route_table"))
    .flatMap((table) => [
      ...referrersOf(table, "aws_route", "route_table_id").map(({ properties }) => properties),
      ...blocksOf(table.properties.route),
    ])
    .map((route) => ({
      destination: stringsOf(route.destination_cidr_block ?? route.cidr_block)[0] ?? "",
      isWayOut: [route.nat_gateway_id, route.gateway_id, route.transit_gateway_id, route.network_interface_id].some(
        (target) => typeof target === "string" && target !== "" && target !== "local",
      ),
    }));
}

/** Whether a subnet has a way to the internet. */
export const reachesInternet = (subnet: Block): boolean =>
  routesOf(subnet).some(({ destination, isWayOut }) => isWayOut && isEverywhere(destination));
