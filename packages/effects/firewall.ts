import { blocksOf, stringsOf, type Properties } from "../terraform-json";
import { internetInWords, isPartOfInternet, isUnknownPeer } from "./addresses";

/** One rule of a firewall of any cloud that lets something in. */
export interface OpenRule {
  /** `tcp`, `udp`, `icmp`, or `all`. */
  readonly protocol: string;
  /** First and last port of each range; all ports are `[0, 65535]`. */
  readonly ports: readonly (readonly [from: number, to: number])[];
  /** CIDR blocks, addresses, words such as `*` and `Internet`, and what is not known here. */
  readonly peers: readonly string[];
}

const allPorts = [[0, 65535]] as const;

type Reader = (values: Properties) => readonly OpenRule[];

/** Who may come in, by type. Rules for the way out, and those that deny, are in none. */
const readers: Readonly<Record<string, Reader>> = {
  aws_default_network_acl: (values) => blocksOf(values.ingress).flatMap(aclRule),
  aws_default_security_group: groupRules,
  aws_network_acl: (values) => blocksOf(values.ingress).flatMap(aclRule),
  aws_network_acl_rule: (values) => (isOn(values.egress) ? [] : aclRule(values)),
  aws_security_group: groupRules,
  aws_security_group_rule: (values) => (values.type === "egress" ? [] : [groupRule(values)]),
  aws_vpc_security_group_ingress_rule: (values) => [
    rule(values.ip_protocol, rangeOf(values.from_port, values.to_port), [
      ...stringsOf(values.cidr_ipv4),
      ...stringsOf(values.cidr_ipv6),
      ...stringsOf(values.prefix_list_id),
    ]),
  ],
  azurerm_network_security_group: (values) => blocksOf(values.security_rule).flatMap(azureRule),
  azurerm_network_security_rule: azureRule,
  google_compute_firewall: googleRule,
  google_sql_database_instance: (values) =>
    blocksOf(values.settings)
      .flatMap(({ ip_configuration }) => blocksOf(ip_configuration))
      .flatMap(({ authorized_networks }) => blocksOf(authorized_networks))
      .map(({ value }) => rule("tcp", allPorts, stringsOf(value))),
  digitalocean_firewall: (values) =>
    blocksOf(values.inbound_rule).map(({ protocol, port_range, source_addresses }) =>
      rule(protocol, portsIn(port_range), stringsOf(source_addresses)),
    ),
  hcloud_firewall: (values) =>
    blocksOf(values.rule)
      .filter(({ direction }) => direction !== "out")
      .map(({ protocol, port, source_ips }) => rule(protocol, portsIn(port), stringsOf(source_ips))),
  linode_firewall: (values) =>
    blocksOf(values.inbound)
      .filter(({ action }) => action === "ACCEPT")
      .map(({ protocol, ports, ipv4, ipv6 }) =>
        rule(protocol, portsIn(ports), [...stringsOf(ipv4), ...stringsOf(ipv6)]),
      ),
  openstack_networking_secgroup_rule_v2: (values) =>
    values.direction === "egress"
      ? []
      : [
          rule(
            values.protocol,
            rangeOf(values.port_range_min, values.port_range_max),
            // Without a prefix and without a group, a rule is for everyone.
            values.remote_group_id ? [] : [text(values.remote_ip_prefix) || "*"],
          ),
        ],
  alicloud_security_group_rule: (values) =>
    values.type === "egress" || values.policy === "drop"
      ? []
      : [
          rule(values.ip_protocol, portsIn(values.port_range), [
            ...stringsOf(values.cidr_ip),
            ...stringsOf(values.ipv6_cidr_ip),
          ]),
        ],
  oci_core_network_security_group_security_rule: (values) =>
    values.direction === "EGRESS" ? [] : [rule(values.protocol, allPorts, stringsOf(values.source))],
  oci_core_security_list: (values) =>
    blocksOf(values.ingress_security_rules).map(({ protocol, source }) => rule(protocol, allPorts, stringsOf(source))),
};

/** A firewall rule of a database or a cache in Azure: the range from its first to its last address. */
const azureServerRule = /^azurerm_\w*(?:_firewall_rule|_firewall)$/;

/** Types of firewalls that this program can read; others are not assessed. */
export function isFirewall(type: string): boolean {
  return Object.hasOwn(readers, type) || azureServerRule.test(type);
}

/** What a firewall lets in; empty for anything else. */
export function openRulesOf(type: string, values: Properties): readonly OpenRule[] {
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read !== undefined) return read(values).filter(({ peers }) => peers.length > 0);
  if (!azureServerRule.test(type)) return [];
  const [start, end] = [text(values.start_ip_address ?? values.start_ip), text(values.end_ip_address ?? values.end_ip)];
  // From 0.0.0.0 to 0.0.0.0 means every service of Azure, those of other customers too.
  if (start === "0.0.0.0" && end === "0.0.0.0") return [rule("tcp", allPorts, ["*"])];
  return start === "" ? [] : [rule("tcp", allPorts, cidrsBetween(start, end))];
}

/** Ports that are open to the internet, all rules of a firewall taken together. */
export interface Opening {
  readonly rule: OpenRule;
  /** `the internet`, `about 50 % of the internet` */
  readonly whom: string;
  readonly peers: readonly string[];
}

/**
 * The rules through which the internet gets in, alone or together with the others for the same ports.
 *
 * @param others rules of the same firewall that are written elsewhere
 */
export function openings(rules: readonly OpenRule[], others: readonly OpenRule[] = []): Opening[] {
  const all = [...rules, ...others];
  // Rules with the same ports have the same peers; of thousands of rules, each is compared with all others only once.
  const known = new Map<string, Pick<Opening, "peers"> & { readonly whom: string | undefined }>();
  const peersOf = (own: OpenRule) => {
    const key = JSON.stringify([own.protocol, own.ports]);
    const peers = [...new Set(all.filter((other) => overlap(own, other)).flatMap((other) => other.peers))];
    const found = { peers, whom: internetInWords(peers) };
    known.set(key, found);
    return found;
  };
  return rules.flatMap((own) => {
    // A rule for one office is not open because another rule is.
    if (own.peers.length === 0 || !isPartOfInternet(own.peers, ["*"])) return [];
    const { peers, whom } = known.get(JSON.stringify([own.protocol, own.ports])) ?? peersOf(own);
    return whom === undefined ? [] : [{ rule: own, whom, peers }];
  });
}

/** Whether some peer of a rule is unknown here: a variable, a prefix list. */
export function unknownPeers({ peers }: OpenRule): string[] {
  return peers.filter((peer) => isUnknownPeer(peer) && !peer.startsWith("sg-"));
}

function overlap(a: OpenRule, b: OpenRule): boolean {
  if (a.protocol !== b.protocol && a.protocol !== "all" && b.protocol !== "all") return false;
  return a.ports.some(([from, to]) => b.ports.some(([first, last]) => from <= last && first <= to));
}

/** `port 22`, `ports 8000-8100`, `every port`, `icmp` */
export function portsInWords({ protocol, ports }: OpenRule): string {
  if (protocol.startsWith("icmp")) return protocol;
  if (ports.some(([from, to]) => from <= 1 && to >= 65535))
    return protocol === "all" ? "every port" : `every ${protocol} port`;
  const words = ports.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
  const isOne = ports.length === 1 && ports[0]?.[0] === ports[0]?.[1];
  return `${isOne ? "port" : "ports"} ${words}${protocol === "udp" ? " (udp)" : ""}`;
}

/** 80 and 443 over TCP are what a web server is for. */
export function isWeb({ protocol, ports }: OpenRule): boolean {
  return protocol === "tcp" && ports.every(([from, to]) => from === to && (from === 80 || from === 443));
}

function rule(protocol: unknown, ports: OpenRule["ports"], peers: readonly string[]): OpenRule {
  const name = text(protocol).toLowerCase();
  const known = { "": "all", "-1": "all", "*": "all", any: "all", "6": "tcp", "17": "udp", "1": "icmp" }[name] ?? name;
  return { protocol: known, ports: known === "all" ? allPorts : ports, peers: peers.filter((peer) => peer !== "") };
}

function groupRules(values: Properties): OpenRule[] {
  return blocksOf(values.ingress).map(groupRule);
}

function groupRule({
  protocol,
  from_port,
  to_port,
  cidr_blocks,
  ipv6_cidr_blocks,
  prefix_list_ids,
}: Properties): OpenRule {
  const peers = [cidr_blocks, ipv6_cidr_blocks, prefix_list_ids].flatMap(stringsOf);
  return rule(protocol, rangeOf(from_port, to_port), peers);
}

function aclRule(values: Properties): OpenRule[] {
  const { protocol, from_port, to_port, action, rule_action, cidr_block, ipv6_cidr_block } = values;
  if ((action ?? rule_action) === "deny") return [];
  return [rule(protocol, rangeOf(from_port, to_port), [...stringsOf(cidr_block), ...stringsOf(ipv6_cidr_block)])];
}

function azureRule(values: Properties): OpenRule[] {
  const { direction, access, protocol } = values;
  if (!/^inbound$/i.test(text(direction)) || !/^allow$/i.test(text(access))) return [];
  const ports = [...stringsOf(values.destination_port_range), ...stringsOf(values.destination_port_ranges)].flatMap(
    portsIn,
  );
  const peers = [...stringsOf(values.source_address_prefix), ...stringsOf(values.source_address_prefixes)];
  return [
    rule(
      protocol,
      ports,
      peers.filter((peer) => !/^(?:VirtualNetwork|AzureLoadBalancer)$/i.test(peer)),
    ),
  ];
}

function googleRule(values: Properties): OpenRule[] {
  if (/^egress$/i.test(text(values.direction)) || isOn(values.disabled)) return [];
  const ranges = stringsOf(values.source_ranges);
  const hasOther = [values.source_tags, values.source_service_accounts].some((list) => stringsOf(list).length > 0);
  // Where no source is named, every address is one.
  const peers = ranges.length > 0 ? ranges : hasOther ? [] : ["0.0.0.0/0"];
  return blocksOf(values.allow).map(({ protocol, ports }) => {
    const named = stringsOf(ports).flatMap(portsIn);
    return rule(protocol, named.length === 0 ? allPorts : named, peers);
  });
}

function rangeOf(from: unknown, to: unknown): OpenRule["ports"] {
  const [first, last] = [numberOf(from), numberOf(to ?? from)];
  if (first === undefined || last === undefined || first < 0 || (first === 0 && last === 0)) return allPorts;
  return [[first, last]];
}

/** `22`, `8000-8100`, `1/65535`, `*`; ports that are not known here are all of them. */
function portsIn(range: unknown): OpenRule["ports"] {
  const parts = text(range)
    .split(/[,\s]+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return allPorts;
  return parts.flatMap((part) => {
    const [, from, to] = /^(\d+)(?:[-/:](\d+))?$/.exec(part) ?? [];
    return from === undefined ? allPorts : [[Number(from), Number(to ?? from)] as const];
  });
}

/** A range of IPv4 addresses as CIDR blocks. */
function cidrsBetween(start: string, end: string): string[] {
  const value = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  let from = value(start);
  const to = value(end || start);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [start];
  const cidrs: string[] = [];
  while (from <= to && cidrs.length < 64) {
    let size = from === 0 ? 2 ** 32 : 2 ** trailingZeros(from);
    while (from + size - 1 > to) size /= 2;
    cidrs.push(
      `${[24, 16, 8, 0].map((shift) => Math.floor(from / 2 ** shift) % 256).join(".")}/${32 - Math.log2(size)}`,
    );
    from += size;
  }
  return cidrs;
}

function trailingZeros(value: number): number {
  let zeros = 0;
  while (zeros < 32 && value % 2 ** (zeros + 1) === 0) zeros++;
  return zeros;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
