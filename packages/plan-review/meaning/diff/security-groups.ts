import { blocksOf, isEverywhere, portOf, stringsOf, type Properties } from "../../../terraform-json";
import type { DiffLine, Values } from "../../model";
import { isScalar, type Knowledge } from "./equal";
import { addressIn, unknownValuesIn, isUnknownValue } from "./unknown-values";
import { added, changed, removed, type Path } from "./lines";
import { unmatched } from "./lists";

/** One way in or out of a security group: one peer, one range of ports. */
export interface Rule {
  readonly direction: "ingress" | "egress";
  /** CIDR block, prefix list, or security group: by address where that is known. */
  readonly peer: string;
  /** `tcp 22`, `tcp 1024-65535`, `all traffic`. */
  readonly ports: string;
  /** Lowest and highest port; undefined for all of them, and for protocols without ports. */
  readonly range: readonly [from: number, to: number] | undefined;
  readonly protocol: string;
}

/** Security groups by id, as addresses. */
export type GroupNames = ReadonlyMap<string, string>;

/** Arguments that say what a rule lets through, in any of the types that can. */
const ruleArguments = [
  "cidr_ipv4",
  "cidr_ipv6",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "referenced_security_group_id",
  "source_security_group_id",
  "security_groups",
  "prefix_list_id",
  "prefix_list_ids",
  "self",
  "ip_protocol",
  "protocol",
  "from_port",
  "to_port",
  "type",
];

const rulesTypes: Readonly<Record<string, Rule["direction"] | "either">> = {
  aws_vpc_security_group_ingress_rule: "ingress",
  aws_vpc_security_group_egress_rule: "egress",
  aws_security_group_rule: "either",
};

/** Whether a resource of this type is a rule (and not a group with rules of its own). */
export function isRule(type: string): boolean {
  return Object.hasOwn(rulesTypes, type);
}

/** Arguments that `diffRules` speaks of, so that nobody else has to. */
export function isRuleArgument(type: string, argument: string): boolean {
  if (isRule(type)) return ruleArguments.includes(argument);
  return isGroup(type) && (argument === "ingress" || argument === "egress");
}

export function isGroup(type: string): boolean {
  return type === "aws_security_group" || type === "aws_default_security_group";
}

/** What a rule, or a group with its own rules, lets through. */
export function rulesOf(type: string, values: Values | undefined, names?: GroupNames): Rule[] {
  if (values === undefined) return [];
  if (isGroup(type)) {
    return (["ingress", "egress"] as const).flatMap((direction) =>
      blocksOf(values[direction]).flatMap((block) => rulesIn(direction, block, names)),
    );
  }
  const direction = Object.hasOwn(rulesTypes, type) ? rulesTypes[type] : undefined;
  if (direction === undefined) return [];
  if (direction !== "either") return rulesIn(direction, values, names);
  return rulesIn(values.type === "egress" ? "egress" : "ingress", values, names);
}

/** `ingress 0.0.0.0/0 tcp 22` */
export function diffRules(
  type: string,
  before: Values | undefined,
  after: Values | undefined,
  knowledge: Knowledge,
  names?: GroupNames,
): DiffLine[] {
  if (!isRule(type) && !isGroup(type)) return [];
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const words = (values: Values | undefined) =>
      rulesOf(type, values, names)
        .filter((rule) => rule.direction === direction)
        .map(({ peer, ports }) => `${peer} ${ports}`);
    const path: Path = [direction];
    const [gone, fresh] = unmatched(words(before), words(after), knowledge);
    if (gone.length === 1 && fresh.length === 1) return [changed(path, gone[0], fresh[0], noteOf(direction, fresh[0]))];
    return [
      ...gone.map((rule) => removed(path, rule)),
      ...fresh.map((rule) => added(path, rule, noteOf(direction, rule))),
    ];
  });
}

function noteOf(direction: Rule["direction"], words: string | undefined): string | undefined {
  return direction === "ingress" && isEverywhere(words?.split(" ")[0] ?? "") ? "opens to the world" : undefined;
}

function rulesIn(direction: Rule["direction"], block: Properties, names: GroupNames | undefined): Rule[] {
  const protocol = protocolOf(block.ip_protocol ?? block.protocol);
  const [from, to] = [portOf(block.from_port), portOf(block.to_port)];
  const hasPorts = protocol === "tcp" || protocol === "udp";
  const range = hasPorts && from !== undefined && to !== undefined ? ([from, to] as const) : undefined;
  return peersOf(block, names).map((peer) => ({
    direction,
    peer,
    protocol,
    range,
    ports: portsInWords(protocol, range),
  }));
}

function portsInWords(protocol: string, range: Rule["range"]): string {
  if (protocol === "-1") return "all traffic";
  if (range === undefined) return protocol;
  return range[0] === range[1] ? `${protocol} ${range[0]}` : `${protocol} ${range[0]}-${range[1]}`;
}

function peersOf(block: Properties, names: GroupNames | undefined): string[] {
  const listed = [
    block.cidr_ipv4,
    block.cidr_ipv6,
    block.cidr_blocks,
    block.ipv6_cidr_blocks,
    block.referenced_security_group_id,
    block.source_security_group_id,
    block.security_groups,
    block.prefix_list_id,
    block.prefix_list_ids,
  ].flatMap(stringsOf);
  const peers = listed.filter((peer) => peer !== "").map((peer) => groupName(peer, names));
  return block.self === true || block.self === "true" ? [...peers, "itself"] : peers;
}

/** A group that is made by this plan is known by where it is written, others by id where nothing more is known. */
function groupName(peer: string, names: GroupNames | undefined): string {
  const [expression] = isUnknownValue(peer) ? unknownValuesIn(peer) : [];
  return (expression === undefined ? undefined : addressIn(expression)) ?? names?.get(peer) ?? peer;
}

function protocolOf(protocol: unknown): string {
  const text = isScalar(protocol) ? String(protocol).toLowerCase() : "";
  return { "": "-1", all: "-1", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" }[text] ?? text;
}
