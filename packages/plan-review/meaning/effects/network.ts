import { isEverywhere } from "../../../terraform-json";
import type { Effect } from "../../model";
import { high, low, medium, say, text, turnsOff, type ChangeDetails } from "../details";

type Say = (text: string) => Effect;

/** What goes is `destroyed`, or `replaced` when another comes in its place. */
export function gone({ change }: ChangeDetails): string {
  return change.action === "replace" ? "replaced" : "destroyed";
}

/** A resource whose end is all that matters: `what name destroyed: then`. */
export function whenGone(level: Say, what: string, then: string) {
  return (details: ChangeDetails): readonly Effect[] =>
    say(details.isRemoved && level(`${what} ${details.name} ${gone(details)}: ${then}`));
}

export function describeVpc(details: ChangeDetails): readonly Effect[] {
  return say(
    details.isRemoved && high(`VPC ${details.name} ${gone(details)}: nothing in it can run: outage`),
    turnsOff(details, "enable_dns_support") && high(`VPC ${details.name}: names are no longer resolved`),
    turnsOff(details, "enable_dns_hostnames") &&
      medium(`VPC ${details.name}: endpoints' private names no longer resolve`),
  );
}

export function describeSubnet(details: ChangeDetails): readonly Effect[] {
  const { name, isRemoved } = details;
  return say(
    isRemoved &&
      high(`subnet ${name} ${gone(details)}: instances, databases and load balancers in it must be removed first`),
    details.isUpdated &&
      details.changed("map_public_ip_on_launch") &&
      text(details.after.map_public_ip_on_launch) === "true" &&
      medium(`subnet ${name}: new instances get public addresses`),
  );
}

export function describeNat(details: ChangeDetails): readonly Effect[] {
  const { change, name } = details;
  if (change.action === "destroy")
    return [high(`NAT gateway ${name} destroyed: private subnets behind it lose internet access`)];
  if (change.action !== "replace") return [];
  const then = change.createBeforeDestroy
    ? "other systems see another address"
    : "no internet access meanwhile; then other systems see another address";
  return [high(`NAT gateway ${name} replaced: ${then}`)];
}

export function describeRoute(details: ChangeDetails): readonly Effect[] {
  const { change, after, changed } = details;
  const to =
    text(after.destination_cidr_block) ||
    text(after.destination_ipv6_cidr_block) ||
    text(after.destination_prefix_list_id);
  const isDefault = isEverywhere(to);
  const route = isDefault ? `default route ${to}` : `route to ${to}`;
  if (change.action === "destroy")
    return [isDefault ? high(`${route} destroyed: egress ends`) : medium(`${route} destroyed`)];
  if (change.action === "replace")
    return [
      isDefault ? high(`${route} replaced: no egress meanwhile`) : medium(`${route} replaced: no connection meanwhile`),
    ];
  const targets = [
    "gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
    "network_interface_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
  ];
  return say(
    change.action === "update" &&
      changed(...targets) &&
      medium(`${route} points elsewhere: connections through the old one end`),
  );
}

export function describeRouteTable(details: ChangeDetails): readonly Effect[] {
  return say(
    details.isRemoved && high(`route table ${details.name} ${gone(details)}: its subnets lose their routes`),
    details.isUpdated && details.changed("route") && medium(`route table ${details.name}: traffic takes other routes`),
  );
}

export function describeEndpoint(details: ChangeDetails): readonly Effect[] {
  const service = text(details.after.service_name).split(".").slice(-1)[0] ?? "";
  const endpoint = `VPC endpoint ${service === "" || service.includes("<") ? details.name : service}`;
  return say(
    details.isRemoved && medium(`${endpoint} ${gone(details)}: traffic goes through NAT, or fails where there is none`),
    turnsOff(details, "private_dns_enabled") && medium(`${endpoint}: names resolve to public addresses`),
    details.isUpdated &&
      details.changed("subnet_ids", "security_group_ids", "route_table_ids") &&
      low(`${endpoint}: reached from other places`),
  );
}
