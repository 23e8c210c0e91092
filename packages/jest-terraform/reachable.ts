import type { IConstruct } from "constructs";
import {
  Block,
  coversSource,
  describeRule,
  isCidr,
  opensPort,
  securityGroupRules,
  securityGroupsOf,
  type SecurityGroupRule,
  type Source,
} from "../terraform-json";
import { misuse } from "./receiver";
import { hint, type MatcherContext, type Verdict } from "./report";
import { blocksAt } from "./target";

/** A resource that is in security groups (or a group itself), its construct, or a CIDR block. */
export type TrafficSource = Block | IConstruct | string;

export interface TrafficOptions {
  /** @default - `tcp` */
  readonly protocol?: string;
}

/** Security group rules let traffic from the source to a port: in at the receiver, and out at the source if it is a resource. */
export function toBeReachableFrom(
  this: MatcherContext,
  received: unknown,
  source: TrafficSource,
  port: number,
  { protocol = "tcp" }: TrafficOptions = {},
): Verdict {
  const target = targetOf(this, "toBeReachableFrom", received, port);
  const from = sourceOf("toBeReachableFrom", target.block, source);
  const problem = blockage(target, from, port, protocol);
  return {
    pass: problem === undefined,
    message: () => {
      const title = hint(this, "toBeReachableFrom", "resource", from.text, String(port));
      const claim = `${target.block.toString()} is ${this.isNot ? "" : "not "}reachable on ${protocol} ${port} from ${from.text}`;
      return `${title}${claim}${problem === undefined ? "" : `: ${problem}`}\n\n${listRules(target)}`;
    },
  };
}

/** As `toBeReachableFrom` for each source; and no rule lets anything else in, on any port. */
export function toBeReachableOnlyFrom(
  this: MatcherContext,
  received: unknown,
  sources: TrafficSource | readonly TrafficSource[],
  port: number,
  { protocol = "tcp" }: TrafficOptions = {},
): Verdict {
  const target = targetOf(this, "toBeReachableOnlyFrom", received, port);
  const all = (isList(sources) ? sources : [sources]).map((source) =>
    sourceOf("toBeReachableOnlyFrom", target.block, source),
  );
  if (all.length === 0) throw new Error("toBeReachableOnlyFrom: name at least one source");
  const blocked = all.flatMap((from) => {
    const problem = blockage(target, from, port, protocol);
    return problem === undefined ? [] : [`${from.text} does not reach ${protocol} ${port}: ${problem}`];
  });
  const others = target.ingress
    .filter((rule) => !(isExactly(rule, port, protocol) && all.some((from) => isFrom(rule, from))))
    .map((rule) => `${describeRule(rule)} is open too, by ${rule.source.toString()}`);
  const problems = [...blocked, ...others];
  return {
    pass: problems.length === 0,
    message: () => {
      const texts = all.map((from) => from.text).join(", ");
      const claim = `${target.block.toString()} is ${this.isNot ? "" : "not "}reachable on ${protocol} ${port} from ${texts} only`;
      const list = problems.map((problem) => `\n  ${problem}`).join("");
      return `${hint(this, "toBeReachableOnlyFrom", "resource", texts, String(port))}${claim}${list && `:${list}`}\n\n${listRules(target)}`;
    },
  };
}

interface Target {
  readonly block: Block;
  readonly groups: readonly Block[];
  readonly ingress: readonly SecurityGroupRule[];
  readonly rules: readonly SecurityGroupRule[];
}

type NamedSource = Source & { readonly text: string };

function targetOf(context: MatcherContext, matcher: string, received: unknown, port: unknown): Target {
  if (!(received instanceof Block)) throw misuse(context, matcher, "a resource, from stack.resource(Type)", received);
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${matcher}: the port must be a whole number from 0 to 65535, got ${String(port)}`);
  }
  const groups = groupsOrThrow(matcher, received);
  const rules = securityGroupRules(received.configuration.siblings);
  const ingress = rules.filter((rule) => rule.direction === "ingress" && groups.includes(rule.group));
  return { block: received, groups, ingress, rules };
}

function sourceOf(matcher: string, target: Block, source: TrafficSource): NamedSource {
  if (typeof source === "string" && isCidr(source)) return { cidr: source, text: source };
  const blocks = source instanceof Block ? [source] : blocksAt(target.configuration, source);
  const groups = [...new Set(blocks.flatMap((block) => securityGroupsOf(block)))];
  const text = source instanceof Block ? source.address : typeof source === "string" ? source : source.node.path;
  if (groups.length === 0) {
    throw new Error(`${matcher}: the source ${text} is in no security group of these stacks and is no CIDR block`);
  }
  return { groups, text };
}

function groupsOrThrow(matcher: string, block: Block): Block[] {
  const groups = securityGroupsOf(block);
  if (groups.length === 0) throw new Error(`${matcher}: ${block.toString()} is in no security group of these stacks`);
  return groups;
}

/** Why traffic does not arrive; undefined when it does. */
function blockage(target: Target, from: NamedSource, port: number, protocol: string): string | undefined {
  if (!target.ingress.some((rule) => opensPort(rule, port, protocol) && coversSource(rule, from))) {
    return "no ingress rule lets it in";
  }
  if ("cidr" in from) return undefined;
  const goesOut = target.rules.some(
    (rule) =>
      rule.direction === "egress" &&
      from.groups.includes(rule.group) &&
      opensPort(rule, port, protocol) &&
      coversSource(rule, target),
  );
  return goesOut ? undefined : `no egress rule of ${from.groups.join(", ")} lets it out`;
}

/** A rule for this port and no other. */
function isExactly(rule: SecurityGroupRule, port: number, protocol: string): boolean {
  return rule.fromPort === port && rule.toPort === port && opensPort(rule, port, protocol) && rule.protocol !== "-1";
}

/** A rule that lets in the source and nobody besides. */
function isFrom({ peer }: SecurityGroupRule, from: NamedSource): boolean {
  if ("cidr" in from) return peer.kind === "cidr" && peer.cidr === from.cidr;
  return peer.kind === "group" && from.groups.includes(peer.group);
}

function listRules({ ingress }: Target): string {
  const lines = ingress.map((rule) => `\n  ${describeRule(rule)}`);
  return lines.length === 0 ? "It has no ingress rules." : `Its ingress rules:${lines.join("")}`;
}

function isList(sources: TrafficSource | readonly TrafficSource[]): sources is readonly TrafficSource[] {
  return Array.isArray(sources);
}
