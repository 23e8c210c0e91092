import { cidrContains, isEverywhere } from "./cidr";
import type { Block, Configuration } from "./configuration";
import { targetsAt, targetsOf } from "./follow";
import { groupBy } from "./group";
import { resourcesWith } from "./referrers";
import { interpolationsOf } from "./template";
import { blocksOf, stringsOf, valueAt, type Properties } from "./values";

/** Who a rule lets in, or out to. */
export type Peer =
  | { readonly kind: "group"; readonly group: Block }
  | { readonly kind: "cidr"; readonly cidr: string }
  /** A prefix list, a group of another account, a value known only after apply. */
  | { readonly kind: "other"; readonly text: string };

/** One security group rule, however it is written: own resource, `aws_security_group_rule`, or inline block. */
export interface SecurityGroupRule {
  readonly direction: "ingress" | "egress";
  /** The group it belongs to. */
  readonly group: Block;
  /** `tcp`, `udp`, `icmp`, a protocol number, or `-1` for all. */
  readonly protocol: string;
  /** Undefined: all ports, or ports that are no plain number here. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peer: Peer;
  /** The block that holds the rule. */
  readonly source: Block;
}

/** Types that are a security group. */
const groupTypes = ["aws_security_group", "aws_default_security_group"];

/** Every rule of the configurations. A rule whose group is in none of them is left out. */
export function securityGroupRules(configurations: readonly Configuration[]): SecurityGroupRule[] {
  return configurations.flatMap((configuration) =>
    configuration.resources.flatMap((block) => {
      switch (block.type) {
        case "aws_vpc_security_group_ingress_rule":
          return singleRule(block, "ingress");
        case "aws_vpc_security_group_egress_rule":
          return singleRule(block, "egress");
        case "aws_security_group_rule":
          return olderRule(block);
        default:
          return groupTypes.includes(block.type) ? inlineRules(block) : [];
      }
    }),
  );
}

const rulesByGroup = new WeakMap<readonly Configuration[], ReadonlyMap<Block, readonly SecurityGroupRule[]>>();

/** Every rule of one group, wherever in the configurations it is written; they are read once for all groups that are asked about. */
export function rulesOfGroup(group: Block, configurations: readonly Configuration[]): readonly SecurityGroupRule[] {
  let rules = rulesByGroup.get(configurations);
  if (rules === undefined) {
    rules = groupBy(securityGroupRules(configurations), ({ group: own }) => [own]);
    rulesByGroup.set(configurations, rules);
  }
  return rules.get(group) ?? [];
}

/**
 * The security groups a block is in: itself, if it is one; else those its arguments name, for an Auto Scaling group those of its
 * launch template. In bridge mode an ECS task is in the groups of its instance.
 */
export function securityGroupsOf(block: Block): Block[] {
  if (groupTypes.includes(block.type)) return [block];
  const named = block.references
    .map(({ property }) => property)
    .filter((property) => /security_group/.test(property))
    .flatMap((property) => groupsAt(block, property));
  const templates = targetsAt(block, "launch_template").concat(targetsAt(block, "mixed_instances_policy"));
  const launched = templates.flatMap(({ block: target }) =>
    target?.type === "aws_launch_template" ? securityGroupsOf(target) : [],
  );
  return [...new Set([...named, ...launched])];
}

/** Whether a rule opens a port of a protocol. */
export function opensPort(rule: SecurityGroupRule, port: number, protocol = "tcp"): boolean {
  if (rule.protocol === "-1" || rule.protocol === "all") return true;
  const numbers: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };
  if ((numbers[rule.protocol] ?? rule.protocol) !== protocol) return false;
  return rule.fromPort !== undefined && rule.toPort !== undefined && rule.fromPort <= port && port <= rule.toPort;
}

/** Where traffic comes from: the groups of a block, or addresses. */
export type Source = { readonly groups: readonly Block[] } | { readonly cidr: string };

/** Whether a rule's peer covers all of a source. Addresses of a group are unknown, so only a rule for everywhere covers one by address. */
export function coversSource({ peer }: SecurityGroupRule, source: Source): boolean {
  if (peer.kind === "other") return false;
  if ("cidr" in source) return peer.kind === "cidr" && cidrContains(peer.cidr, source.cidr);
  return peer.kind === "group" ? source.groups.includes(peer.group) : isEverywhere(peer.cidr);
}

/** A rule in words: `tcp 5432 from aws_security_group.web`. */
export function describeRule({ direction, protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const isAll = protocol === "-1" || protocol === "all";
  const ports = fromPort === toPort ? `${fromPort ?? "?"}` : `${fromPort ?? "?"}-${toPort ?? "?"}`;
  const who = peer.kind === "group" ? peer.group.address : peer.kind === "cidr" ? peer.cidr : peer.text;
  return `${isAll ? "all traffic" : `${protocol} ${ports}`} ${direction === "ingress" ? "from" : "to"} ${who}`;
}

function singleRule(block: Block, direction: "ingress" | "egress"): SecurityGroupRule[] {
  const { cidr_ipv4, cidr_ipv6, prefix_list_id } = block.properties;
  const peers = [
    ...peersAt(block, "referenced_security_group_id"),
    ...[cidr_ipv4, cidr_ipv6].flatMap(cidrPeers),
    ...stringsOf(prefix_list_id).map(otherPeer),
  ];
  return groupsAt(block, "security_group_id").flatMap((group) =>
    rulesFor(block, group, direction, { ...block.properties, protocol: block.properties.ip_protocol }, peers),
  );
}

function olderRule(block: Block): SecurityGroupRule[] {
  const direction = block.properties.type === "egress" ? "egress" : "ingress";
  return groupsAt(block, "security_group_id").flatMap((group) => {
    const peers = [...peersAt(block, "source_security_group_id"), ...listPeers(block.properties, group)];
    return rulesFor(block, group, direction, block.properties, peers);
  });
}

function inlineRules(group: Block): SecurityGroupRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const rules = blocksOf(group.properties[direction]);
    return rules.flatMap((rule, index) => {
      const place = Array.isArray(group.properties[direction]) ? `${direction}[${index}]` : direction;
      const peers = [...peersAt(group, `${place}.security_groups`), ...listPeers(rule, group)];
      return rulesFor(group, group, direction, rule, peers);
    });
  });
}

function rulesFor(
  source: Block,
  group: Block,
  direction: "ingress" | "egress",
  { protocol, from_port, to_port }: Properties,
  peers: readonly Peer[],
): SecurityGroupRule[] {
  const rule = {
    direction,
    group,
    protocol: protocolOf(protocol),
    fromPort: portOf(from_port),
    toPort: portOf(to_port),
  };
  return peers.map((peer) => ({ ...rule, peer, source }));
}

function listPeers({ cidr_blocks, ipv6_cidr_blocks, prefix_list_ids, self }: Properties, group: Block): Peer[] {
  return [
    ...[cidr_blocks, ipv6_cidr_blocks].flatMap(cidrPeers),
    ...stringsOf(prefix_list_ids).map(otherPeer),
    ...(self === true ? [{ kind: "group", group } as const] : []),
  ];
}

/**
 * The groups a property leads to; one that leads nowhere, such as a group of another account, is a peer all the same.
 *
 * Each text is followed by itself: a plan gives the rules of a group in another order than they were written in, so the references of
 * the block do not say to which of them they belong. Only where there is no text (a plan of HCL) is their order trusted.
 */
function peersAt(block: Block, property: string): Peer[] {
  const value = valueAt(block.properties, property);
  const texts = stringsOf(value);
  const isOnlyOne =
    texts.length > 0 && !property.includes("[") && texts.every((text) => interpolationsOf(text).length === 0);
  const groups = value === undefined || isOnlyOne ? groupsAt(block, property) : [];
  if (groups.length > 0) return groups.map(groupPeer);
  return texts.flatMap((text) => {
    const found = groupsNamed(block.configuration, text);
    return found.length > 0 ? found.map(groupPeer) : [otherPeer(text)];
  });
}

/** Groups that a text refers to, or whose id it is where that is known. */
function groupsNamed(configuration: Configuration, text: string): Block[] {
  const referred = targetsOf(configuration, text).flatMap(({ block }) => asGroup(block));
  if (referred.length > 0) return referred;
  return groupTypes.flatMap((type) => resourcesWith(configuration, type, "id", text));
}

function asGroup(block: Block | undefined): Block[] {
  return block !== undefined && groupTypes.includes(block.type) ? [block] : [];
}

function groupPeer(group: Block): Peer {
  return { kind: "group", group };
}

function groupsAt(block: Block, property: string): Block[] {
  return targetsAt(block, property).flatMap((target) => asGroup(target.block));
}

function cidrPeers(cidrs: unknown): Peer[] {
  return stringsOf(cidrs).map((cidr) => (cidr.includes("${") ? otherPeer(cidr) : { kind: "cidr", cidr }));
}

function otherPeer(text: string): Peer {
  return { kind: "other", text };
}

/** Some write the number of the protocol as a number. */
function protocolOf(protocol: unknown): string {
  return typeof protocol === "string" || typeof protocol === "number" ? String(protocol) : "-1";
}

/** A port that Terraform may write as text. */
export function portOf(port: unknown): number | undefined {
  const number = typeof port === "string" && port !== "" ? Number(port) : port;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}
