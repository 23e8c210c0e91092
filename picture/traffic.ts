import {
  coversSource,
  describeRule,
  isEverywhere,
  leadsTo,
  opensPort,
  referrersOf,
  rulesOfGroup,
  securityGroupsOf,
  type Block,
  type Configuration,
  type SecurityGroupRule,
} from "../packages/terraform-json";
import { addressOf, textOf, unique } from "./block";
import { isClosed } from "./endpoints";
import type { Arrow } from "./model";
import { internet, routesOf, tablesOf, type Found, type Placed } from "./placed";

/** A box with the security groups that its traffic passes. */
interface Member extends Placed {
  readonly groups: readonly Block[];
}

/** What security groups and routes let through. */
export function traffic(placed: readonly Placed[], configurations: readonly Configuration[]): Found[] {
  const members = withGroups(placed).filter(({ groups }) => groups.length > 0);
  const cidrs = configurations.flatMap((stack) => stack.resourcesOf("aws_vpc")).map((vpc) => textOf(vpc, "cidr_block"));
  const rules = (member: Member, direction: "ingress" | "egress") =>
    member.groups.flatMap((group) =>
      rulesOfGroup(group, configurations).filter((rule) => rule.direction === direction),
    );
  const between = members.flatMap((from) =>
    members
      .filter((to) => to !== from)
      .flatMap((to) =>
        arrowsOf(
          from,
          to,
          rules(from, "egress").filter((rule) => lets(rule, to, cidrs)),
          rules(to, "ingress").filter((rule) => lets(rule, from, cidrs)),
        ),
      ),
  );
  const others = members.flatMap((member) => [
    ...fromInternet(member, rules(member, "ingress")),
    ...toInternet(member, rules(member, "egress"), placed),
    ...toGateways(member, rules(member, "egress"), placed),
  ]);
  const beyond = placed.filter(({ block }) => block.type === "aws_nat_gateway").map((nat) => natArrow(nat));
  return [...between, ...others, ...beyond, ...records(placed)].map((arrow) => ({ arrow }));
}

/** Tasks that share the network of their instance pass its groups; instances without such tasks pass them alone. */
function withGroups(placed: readonly Placed[]): Member[] {
  const isTask = ({ block }: Placed) => block.type === "aws_ecs_service";
  return placed.map((one) => {
    const own = securityGroupsOf(one.block);
    if (isTask(one) && own.length === 0) {
      const instances = placed.find(
        ({ box, block }) => box.area === one.box.area && block.type === "aws_autoscaling_group",
      );
      return { ...one, groups: instances === undefined ? [] : securityGroupsOf(instances.block) };
    }
    const isForTasks =
      one.block.type === "aws_autoscaling_group" &&
      placed.some(
        (other) => isTask(other) && other.box.area === one.box.area && securityGroupsOf(other.block).length === 0,
      );
    return { ...one, groups: isForTasks ? [] : own };
  });
}

function lets(rule: SecurityGroupRule, other: Member, cidrs: readonly (string | undefined)[]): boolean {
  return (
    other.groups.some((group) => coversSource(rule, { groups: [group] })) ||
    cidrs.some((cidr) => cidr !== undefined && coversSource(rule, { cidr }))
  );
}

const isOpen = ({ peer }: SecurityGroupRule): boolean => peer.kind === "cidr" && isEverywhere(peer.cidr);

function arrowsOf(
  from: Member,
  to: Member,
  out: readonly SecurityGroupRule[],
  into: readonly SecurityGroupRule[],
): Arrow[] {
  const pairs = into.flatMap((ingress) =>
    out
      // Two rules for everywhere are about the internet, not about each other.
      .filter((egress) => !(isOpen(egress) && isOpen(ingress)) && overlap(egress, ingress) !== undefined)
      .map((egress) => ({ egress, ingress, ports: overlap(egress, ingress) ?? "" })),
  );
  // On shared instances a load balancer could reach every task; it sends requests to those that it has a target group of.
  const isTarget = from.block.type !== "aws_lb" || to.block.type !== "aws_ecs_service" || routed(to.block).length > 0;
  if (pairs.length === 0 || !isTarget || isClosed(to.block)) return [];
  return [
    {
      from: from.box.id,
      to: to.box.id,
      kind: "traffic",
      label: portsIn(pairs.map(({ ports }) => ports)),
      resources: unique([
        ...pairs.flatMap(({ egress, ingress }) => [reason(egress), reason(ingress)]),
        ...(from.block.type === "aws_lb" ? routed(to.block) : []),
      ]),
    },
  ];
}

/** Listener rules and target groups through which a load balancer sends requests to a service. */
function routed(service: Block): string[] {
  const groups = leadsTo(service, "load_balancer", "aws_lb_target_group");
  const rules = groups.flatMap((group) => referrersOf(group, "aws_lb_listener_rule", "action"));
  return [...groups, ...rules].map(addressOf);
}

/** The ports that both rules open; undefined where there are none. */
function overlap(a: SecurityGroupRule, b: SecurityGroupRule): string | undefined {
  const all = (rule: SecurityGroupRule) => rule.protocol === "-1" || rule.protocol === "all";
  if (all(a) || all(b)) return portsOf(all(a) ? b : a);
  if (a.protocol !== b.protocol) return undefined;
  const [from, to] = [Math.max(a.fromPort ?? 0, b.fromPort ?? 0), Math.min(a.toPort ?? 65_535, b.toPort ?? 65_535)];
  return from > to ? undefined : portsOf({ ...a, fromPort: from, toPort: to });
}

function portsOf({ protocol, fromPort, toPort }: SecurityGroupRule): string {
  if (protocol === "-1" || protocol === "all") return "all traffic";
  if (fromPort === undefined || toPort === undefined) return protocol.toUpperCase();
  return `${protocol.toUpperCase()} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`;
}

/** `TCP 443, 587` from `TCP 443` and `TCP 587`. */
function portsIn(ports: readonly string[]): string {
  const [first = "", ...rest] = unique(ports);
  const protocol = first.split(" ")[0] ?? "";
  return [
    first,
    ...rest.map((text) => (text.startsWith(`${protocol} `) ? text.slice(protocol.length + 1) : text)),
  ].join(", ");
}

const reason = (rule: SecurityGroupRule): string => `${addressOf(rule.source)} (${describeRule(rule)})`;

function fromInternet({ box }: Member, ingress: readonly SecurityGroupRule[]): Arrow[] {
  const open = ingress.filter(isOpen);
  if (open.length === 0) return [];
  const label = portsIn(open.map(portsOf));
  return [{ from: internet.id, to: box.id, kind: "traffic", label, resources: open.map(reason) }];
}

/** By the routes of its subnets: through NAT gateways, through an internet gateway, or not at all. */
function toInternet(member: Member, egress: readonly SecurityGroupRule[], placed: readonly Placed[]): Arrow[] {
  const open = egress.filter(isOpen);
  const routes = member.subnets.flatMap(routesOf);
  if (open.length === 0 || member.block.type === "aws_lb") return [];
  const label = portsIn(open.map(portsOf));
  const through = (route: Block) => [
    ...leadsTo(route, "nat_gateway_id", "aws_nat_gateway"),
    ...leadsTo(route, "gateway_id", "aws_internet_gateway"),
  ];
  return unique(routes.flatMap(through)).map((gateway) => {
    const nat = placed.find(({ block }) => block === gateway);
    const used = routes.filter((route) => through(route).includes(gateway));
    const resources = [...open.map(reason), ...used.map(addressOf)];
    return { from: member.box.id, to: nat?.box.id ?? internet.id, kind: "traffic", label, resources };
  });
}

function natArrow({ box, subnets }: Placed): Arrow {
  const routes = subnets
    .flatMap(routesOf)
    .filter((route) => leadsTo(route, "gateway_id", "aws_internet_gateway").length > 0);
  return {
    from: box.id,
    to: internet.id,
    kind: "traffic",
    label: "",
    resources: [...box.resources, ...routes.map(addressOf)],
  };
}

/** Gateway endpoints take what route tables send them. */
function toGateways(member: Member, egress: readonly SecurityGroupRule[], placed: readonly Placed[]): Arrow[] {
  const open = egress.filter((rule) => (isOpen(rule) || rule.peer.kind === "other") && opensPort(rule, 443));
  const tables = member.subnets.flatMap(tablesOf);
  return placed
    .filter(({ block }) => block.type === "aws_vpc_endpoint" && block.properties.vpc_endpoint_type === "Gateway")
    .flatMap(({ box, block }) => {
      const routed = leadsTo(block, "route_table_ids", "aws_route_table").filter((table) => tables.includes(table));
      if (routed.length === 0 || open.length === 0 || isClosed(block)) return [];
      const resources = [...open.map(reason), ...box.resources, ...unique(routed).map(addressOf)];
      return [
        { from: member.box.id, to: box.id, kind: "traffic" as const, label: portsIn(open.map(portsOf)), resources },
      ];
    });
}

/** DNS names that lead to a load balancer. */
function records(placed: readonly Placed[]): Arrow[] {
  return placed
    .filter(({ block }) => block.type === "aws_route53_record" && block.properties.alias !== undefined)
    .flatMap(({ box, block }) =>
      leadsTo(block, "alias", "aws_lb").flatMap((balancer) => {
        const to = placed.find((other) => other.block === balancer);
        return to === undefined
          ? []
          : [{ from: box.id, to: to.box.id, kind: "traffic" as const, label: "alias", resources: box.resources }];
      }),
    );
}
