import { blocksOf, stringsOf, type Properties } from "../../terraform-json";

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
  aws_lightsail_instance_public_ports: (values) =>
    blocksOf(values.port_info).map(({ protocol, from_port, to_port, cidrs, ipv6_cidrs }) =>
      rule(protocol, rangeOf(from_port, to_port), orEveryone([...stringsOf(cidrs), ...stringsOf(ipv6_cidrs)])),
    ),
  aws_redshift_security_group: (values) =>
    blocksOf(values.ingress).map(({ cidr }) => rule("tcp", allPorts, stringsOf(cidr))),
  azurerm_firewall_nat_rule_collection: (values) => blocksOf(values.rule).map(azureFirewallRule),
  azurerm_firewall_network_rule_collection: (values) =>
    /^allow$/i.test(text(values.action)) ? blocksOf(values.rule).map(azureFirewallRule) : [],
  azurerm_firewall_policy_rule_collection_group: (values) =>
    [...blocksOf(values.nat_rule_collection), ...blocksOf(values.network_rule_collection)]
      .filter(({ action }) => !/^deny$/i.test(text(action)))
      .flatMap((collection) => blocksOf(collection.rule).map(azureFirewallRule)),
  civo_firewall: (values) =>
    blocksOf(values.ingress_rule)
      .filter(({ action }) => action !== "deny")
      .map(({ protocol, port_range, cidr }) => rule(protocol, portsIn(port_range), stringsOf(cidr))),
  digitalocean_database_firewall: (values) =>
    blocksOf(values.rule)
      .filter(({ type }) => type === "ip_addr")
      .map(({ value }) => rule("tcp", allPorts, stringsOf(value).map(zeroIsAll))),
  exoscale_security_group_rule: (values) =>
    /^egress$/i.test(text(values.type))
      ? []
      : [rule(values.protocol, rangeOf(values.start_port, values.end_port), stringsOf(values.cidr))],
  google_alloydb_instance: (values) =>
    blocksOf(values.network_config)
      .filter(({ enable_public_ip }) => isOn(enable_public_ip))
      .flatMap(({ authorized_external_networks }) => blocksOf(authorized_external_networks))
      .map(({ cidr_range }) => rule("tcp", allPorts, stringsOf(cidr_range))),
  google_compute_firewall_policy_rule: googlePolicyRule,
  google_compute_network_firewall_policy_rule: googlePolicyRule,
  google_compute_region_network_firewall_policy_rule: googlePolicyRule,
  huaweicloud_networking_secgroup_rule: openstackRule,
  ibm_is_security_group_rule: (values) => {
    const ports = [...blocksOf(values.tcp), ...blocksOf(values.udp)][0];
    const protocol =
      blocksOf(values.tcp).length > 0 ? "tcp" : blocksOf(values.udp).length > 0 ? "udp" : values.protocol;
    return values.direction === "outbound"
      ? []
      : [rule(protocol, rangeOf(ports?.port_min, ports?.port_max), orEveryone(stringsOf(values.remote)))];
  },
  kubernetes_service: kubernetesService,
  kubernetes_service_v1: kubernetesService,
  mongodbatlas_project_ip_access_list: (values) => [
    rule("tcp", allPorts, [...stringsOf(values.cidr_block), ...stringsOf(values.ip_address).map(zeroIsAll)]),
  ],
  openstack_fw_rule_v2: firewallRule,
  openstack_fwaas_rule_v2: firewallRule,
  scaleway_instance_security_group: (values) =>
    values.inbound_default_policy === "drop"
      ? blocksOf(values.inbound_rule)
          .filter(({ action }) => action === "accept")
          .map(({ protocol, port, port_range, ip, ip_range }) =>
            rule(
              protocol ?? "tcp",
              portsIn(port || port_range),
              orEveryone([...stringsOf(ip), ...stringsOf(ip_range)]),
            ),
          )
      : [rule("all", allPorts, ["*"])],
  stackit_security_group_rule: openstackRule,
  tencentcloud_security_group_lite_rule: (values) =>
    stringsOf(values.ingress).flatMap((line) => {
      const [action, peer = "", port, protocol] = line.split("#");
      return action === "ACCEPT" ? [rule(protocol, portsIn(port === "ALL" ? "" : port), [peer])] : [];
    }),
  vultr_firewall_rule: ({ protocol, port, subnet, subnet_size }) => [
    rule(protocol, portsIn(port), [`${text(subnet)}/${text(subnet_size)}`]),
  ],
  yandex_vpc_security_group: (values) =>
    blocksOf(values.ingress).map(({ protocol, port, from_port, to_port, v4_cidr_blocks, v6_cidr_blocks }) =>
      rule(protocol, rangeOf(isPort(port) ? port : from_port, isPort(port) ? port : to_port), [
        ...stringsOf(v4_cidr_blocks),
        ...stringsOf(v6_cidr_blocks),
      ]),
    ),
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
    values.inbound_policy === "ACCEPT"
      ? [rule("all", allPorts, ["*"])]
      : blocksOf(values.inbound)
          .filter(({ action }) => action === "ACCEPT")
          .map(({ protocol, ports, ipv4, ipv6 }) =>
            rule(protocol, portsIn(ports), [...stringsOf(ipv4), ...stringsOf(ipv6)]),
          ),
  openstack_networking_secgroup_rule_v2: openstackRule,
  alicloud_security_group_rule: (values) =>
    values.type === "egress" || values.policy === "drop"
      ? []
      : [
          rule(values.ip_protocol, portsIn(values.port_range), [
            ...stringsOf(values.cidr_ip),
            ...stringsOf(values.ipv6_cidr_ip),
          ]),
        ],
  oci_core_network_security_group_security_rule: (values) => (values.direction === "EGRESS" ? [] : [ociRule(values)]),
  oci_core_security_list: (values) => blocksOf(values.ingress_security_rules).map(ociRule),
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

/** @param hasPorts whether ports count for every protocol, too, as in Azure @default false */
function rule(protocol: unknown, ports: OpenRule["ports"], peers: readonly string[], hasPorts = false): OpenRule {
  const name = text(protocol).toLowerCase();
  const known = { "": "all", "-1": "all", "*": "all", any: "all", "6": "tcp", "17": "udp", "1": "icmp" }[name] ?? name;
  return {
    protocol: known,
    ports: known === "all" && !hasPorts ? allPorts : ports,
    peers: peers.filter((peer) => peer !== ""),
  };
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
      true,
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

function googlePolicyRule({ action, direction, disabled, match }: Properties): OpenRule[] {
  if (!/^allow$/i.test(text(action)) || /^egress$/i.test(text(direction)) || isOn(disabled)) return [];
  return blocksOf(match).flatMap(({ src_ip_ranges, layer4_configs }) =>
    blocksOf(layer4_configs).map(({ ip_protocol, ports }) => {
      const named = stringsOf(ports).flatMap(portsIn);
      return rule(ip_protocol, named.length === 0 ? allPorts : named, stringsOf(src_ip_ranges));
    }),
  );
}

function azureFirewallRule({ protocols, destination_ports, source_addresses }: Properties): OpenRule {
  const [protocol = "any", ...others] = stringsOf(protocols);
  const ports = stringsOf(destination_ports).flatMap(portsIn);
  return rule(
    others.length > 0 ? "any" : protocol,
    ports.length === 0 ? allPorts : ports,
    stringsOf(source_addresses),
    true,
  );
}

/** Without a prefix and without a group, a rule of OpenStack's kind is for everyone. */
function openstackRule(values: Properties): OpenRule[] {
  if (values.direction === "egress") return [];
  const [range] = blocksOf(values.port_range);
  const ports =
    text(values.ports) === ""
      ? rangeOf(values.port_range_min ?? range?.min, values.port_range_max ?? range?.max)
      : portsIn(values.ports);
  const hasGroup = [values.remote_group_id, values.remote_security_group_id].some((group) => text(group) !== "");
  const peers = [...stringsOf(values.remote_ip_prefix), ...stringsOf(values.ip_range)];
  return [rule(values.protocol, ports, hasGroup ? [] : orEveryone(peers))];
}

function firewallRule({ action, protocol, source_ip_address, destination_port }: Properties): OpenRule[] {
  return action === "allow"
    ? [rule(protocol, portsIn(destination_port), orEveryone(stringsOf(source_ip_address)))]
    : [];
}

function ociRule({ protocol, source, tcp_options, udp_options }: Properties): OpenRule {
  const [options] = [...blocksOf(tcp_options), ...blocksOf(udp_options)];
  const [range = options] = blocksOf(options?.destination_port_range);
  return rule(protocol, range === undefined ? allPorts : rangeOf(range.min, range.max), stringsOf(source));
}

/** A load balancer that a service brings, unless an annotation of its cloud keeps it internal. */
function kubernetesService({ metadata, spec }: Properties): OpenRule[] {
  const annotations = blocksOf(metadata).flatMap((own) => blocksOf(own.annotations));
  if (annotations.some((own) => /internal/i.test(JSON.stringify(own)))) return [];
  return blocksOf(spec)
    .filter(({ type }) => type === "LoadBalancer")
    .flatMap(({ port, load_balancer_source_ranges }) =>
      blocksOf(port).map((own) =>
        rule(own.protocol ?? "tcp", rangeOf(own.port, own.port), orEveryone(stringsOf(load_balancer_source_ranges))),
      ),
    );
}

/** Where no source is named, every address is one. */
function orEveryone(peers: readonly string[]): readonly string[] {
  return peers.some((peer) => peer !== "") ? peers : ["*"];
}

/** These providers take the address of nothing as that of everything. */
function zeroIsAll(peer: string): string {
  return peer === "0.0.0.0" ? "0.0.0.0/0" : peer;
}

/** Providers write -1 where no port is set. */
function isPort(value: unknown): boolean {
  return typeof value === "number" && value > 0;
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
