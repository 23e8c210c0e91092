import { isEverywhere } from "../../../terraform-json";
import type { Effect } from "../../model";
import { high, low, medium, say, text, turnsOff, type Subject } from "../subject";

type Say = (text: string) => Effect;

/** What goes is `destroyed`, or `replaced` when another comes in its place. */
export function gone({ change }: Subject): string {
  return change.action === "replace" ? "replaced" : "destroyed";
}

/** A resource whose end is all that matters: `what name destroyed: then`. */
export function whenGone(level: Say, what: string, then: string) {
  return (subject: Subject): readonly Effect[] =>
    say(subject.goes && level(`${what} ${subject.name} ${gone(subject)}: ${then}`));
}

export function describeVpc(subject: Subject): readonly Effect[] {
  return say(
    subject.goes && high(`VPC ${subject.name} ${gone(subject)}: nothing in it can run: outage`),
    turnsOff(subject, "enable_dns_support") && high(`VPC ${subject.name}: names are no longer resolved`),
    turnsOff(subject, "enable_dns_hostnames") &&
      medium(`VPC ${subject.name}: endpoints' private names no longer resolve`),
  );
}

export function describeSubnet(subject: Subject): readonly Effect[] {
  const { name, goes } = subject;
  return say(
    goes &&
      high(`subnet ${name} ${gone(subject)}: instances, databases and load balancers in it must be removed first`),
    subject.updates &&
      subject.changed("map_public_ip_on_launch") &&
      text(subject.after.map_public_ip_on_launch) === "true" &&
      medium(`subnet ${name}: new instances get public addresses`),
  );
}

export function describeNat(subject: Subject): readonly Effect[] {
  const { change, name } = subject;
  if (change.action === "destroy")
    return [high(`NAT gateway ${name} destroyed: private subnets behind it lose internet access`)];
  if (change.action !== "replace") return [];
  const then = change.createBeforeDestroy
    ? "other systems see another address"
    : "no internet access meanwhile; then other systems see another address";
  return [high(`NAT gateway ${name} replaced: ${then}`)];
}

export function describeRoute(subject: Subject): readonly Effect[] {
  const { change, after, changed } = subject;
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

export function describeRouteTable(subject: Subject): readonly Effect[] {
  return say(
    subject.goes && high(`route table ${subject.name} ${gone(subject)}: its subnets lose their routes`),
    subject.updates && subject.changed("route") && medium(`route table ${subject.name}: traffic takes other routes`),
  );
}

export function describeEndpoint(subject: Subject): readonly Effect[] {
  const service = text(subject.after.service_name).split(".").slice(-1)[0] ?? "";
  const endpoint = `VPC endpoint ${service === "" || service.includes("<") ? subject.name : service}`;
  return say(
    subject.goes && medium(`${endpoint} ${gone(subject)}: traffic goes through NAT, or fails where there is none`),
    turnsOff(subject, "private_dns_enabled") && medium(`${endpoint}: names resolve to public addresses`),
    subject.updates &&
      subject.changed("subnet_ids", "security_group_ids", "route_table_ids") &&
      low(`${endpoint}: reached from other places`),
  );
}
