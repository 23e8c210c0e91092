import { internetInWords, isPartOfInternet, shareOfInternet } from "../../../effects";
import { groupBy, isCidr, isEverywhere } from "../../../terraform-json";
import type { Effect, PlannedChange } from "../../model";
import { addressIn, unknownValuesIn, isUnknownValue } from "../diff/unknown-values";
import { isGroup, rulesOf, type Rule } from "../diff/security-groups";
import { high, low, medium, nameOf, say, text, type ChangeDetails } from "../details";
import { behind, list, onceFor, remains, textOrName, valuesOf, type ResourceIndex } from "../resource-index";

/** Who gets in or out, and who no longer does. */
export function describeRules(details: ChangeDetails): readonly Effect[] {
  const { change, resourceIndex } = details;
  const old = rulesOf(change.type, change.before, resourceIndex.groupNames);
  const young = rulesOf(change.type, change.after, resourceIndex.groupNames);
  const words = ({ direction, peer, ports }: Rule) => `${direction} ${peer} ${ports}`;
  const [was, becomes] = [new Set(old.map(words)), new Set(young.map(words))];
  const group = groupOf(details);
  const opened = young
    .filter((rule) => !was.has(words(rule)))
    .flatMap((rule) => opens(rule, group, resourceIndex, young));
  const byPeer = groupBy(young, ({ peer }) => [peer]);
  // What a group that goes as a whole let through is reported once, by the group.
  const whole = isGroup(change.type) && details.isRemoved;
  const closed = whole
    ? []
    : old
        .filter((rule) => !becomes.has(words(rule)) && !isUnknownPeer(rule, young) && !isWithinOthers(rule, byPeer))
        .map((rule) => closes(rule, group.name));
  const all = [
    ...(isGroup(change.type) ? groupEffects(details) : []),
    ...opened,
    ...closed,
    ...interruption(details, old, becomes, words, group.name),
  ];
  // Not the rule's name, which says nothing to a person.
  const once = new Map(all.map((effect) => [effect.text, effect]));
  return [...once.values()].map((effect) => ({ ...effect, resourceName: group.name }));
}

interface Group {
  readonly name: string;
  readonly change: PlannedChange | undefined;
  readonly id: unknown;
}

function groupOf({ change, name, after, resourceIndex }: ChangeDetails): Group {
  if (isGroup(change.type)) return { name, change, id: change.before?.id };
  const id = after.security_group_id;
  const found =
    behind(id, change.stack, resourceIndex.context) ??
    (resourceIndex.groupNames.has(text(id))
      ? resourceIndex.context.find(change.stack, resourceIndex.groupNames.get(text(id)) ?? "")
      : undefined);
  const known = found === undefined ? textOrName(id, change.stack, resourceIndex.context) : nameOf(found);
  return { name: known ?? name, change: found, id };
}

/**
 * 80 and 443 are what a load balancer is for; everything else that is open to the world is a way in. Rules for the same ports count
 * together: two halves of the internet are the internet.
 */
function opens(rule: Rule, group: Group, resourceIndex: ResourceIndex, young: readonly Rule[]): Effect[] {
  if (rule.direction !== "ingress" || !isPartOfInternet([rule.peer], everywhere)) return [];
  const { share: ofAll, whom: all } = openTo(rule, group, resourceIndex, young);
  if (ofAll === undefined) return [];
  const isWhole = isEverywhere(rule.peer);
  const ports =
    rule.range === undefined
      ? ` to ${rule.ports}`
      : `:${rule.range[0] === rule.range[1] ? rule.range[0] : rule.range.join("-")}`;
  const udp = rule.protocol === "udp" ? " (udp)" : "";
  const share = isWhole || isEverywhere(all) ? "" : `: ${ofAll}`;
  const words = `security group ${group.name} opens ${isWhole ? rule.peer : all}${ports}${udp}${share}`;
  const isWeb =
    rule.protocol === "tcp" &&
    rule.range !== undefined &&
    rule.range[0] === rule.range[1] &&
    [80, 443].includes(rule.range[0]);
  if (!isWeb) return [high(words)];
  return [isOfLoadBalancer(group, resourceIndex) ? low(words) : medium(words)];
}

const everywhere = ["0.0.0.0/0", "::/0"];

/** Whoever reaches the ports of a rule, and how much of the internet that is; once for all rules of a group with the same ports. */
function openTo(rule: Rule, group: Group, resourceIndex: ResourceIndex, young: readonly Rule[]): OpenTo {
  const key = JSON.stringify([keyOf(group), isInline(young, group), rule.protocol, rule.range]);
  const known = keyOf(group) === "" ? undefined : openGroups(resourceIndex).get(key);
  if (known !== undefined) return known;
  const others = [...young, ...otherRulesOf(group, resourceIndex)].filter(
    (other) => other.direction === "ingress" && overlap(other, rule),
  );
  const peers = [...new Set([rule, ...others].map(({ peer }) => peer))].filter((peer) => shareOf(peer) > 0);
  const found = { whom: peers.toSorted().join(", "), share: internetInWords(peers) };
  openGroups(resourceIndex).set(key, found);
  return found;
}

interface OpenTo {
  readonly whom: string;
  /** @default - together they are not the internet */
  readonly share: string | undefined;
}

const openGroups = onceFor(() => new Map<string, OpenTo>());

/** Rules that are written into the group are more than the one of a resource of its own. */
const isInline = (young: readonly Rule[], { change }: Group): string =>
  young.length > 1 ? (change?.address ?? `${young.length}`) : "";

const keyOf = ({ change, id }: Group): string =>
  change === undefined ? text(id) : `${change.stack} ${change.address}`;

function shareOf(peer: string): number {
  const { ipv4, ipv6 } = shareOfInternet([peer]);
  return Math.max(ipv4, ipv6);
}

function overlap(a: Rule, b: Rule): boolean {
  const isAll = (rule: Rule) => rule.protocol === "-1" || rule.protocol === "all";
  if (a.protocol !== b.protocol && !isAll(a) && !isAll(b)) return false;
  if (a.range === undefined || b.range === undefined) return true;
  return a.range[0] <= b.range[1] && b.range[0] <= a.range[1];
}

/** What resources of their own let into the same group. */
function otherRulesOf(group: Group, resourceIndex: ResourceIndex): readonly Rule[] {
  const key = keyOf(group);
  return key === "" ? [] : (rulesByGroup(resourceIndex).get(key) ?? []);
}

const rulesByGroup = onceFor((resourceIndex) => {
  const rules = ["aws_vpc_security_group_ingress_rule", "aws_security_group_rule"]
    .flatMap((type) => resourceIndex.ofType(type))
    .filter(remains);
  const found = new Map<string, Rule[]>();
  for (const rule of rules) {
    const id = valuesOf(rule).security_group_id;
    const target = resourceIndex.resolve(id, rule.stack, "aws_security_group");
    const key = target === undefined ? text(id) : `${target.stack} ${target.address}`;
    found.set(key, [...(found.get(key) ?? []), ...rulesOf(rule.type, rule.after, resourceIndex.groupNames)]);
  }
  return found;
});

function isOfLoadBalancer({ change, id }: Group, resourceIndex: ResourceIndex): boolean {
  const groups = balancersGroups(resourceIndex);
  return groups.has(text(id)) || (change !== undefined && groups.has(`${change.stack} ${change.address}`));
}

/** Security groups of load balancers: by id, or by stack and address. */
const balancersGroups = onceFor((resourceIndex) => {
  const balancers = ["aws_lb", "aws_alb"].flatMap((type) => resourceIndex.ofType(type)).filter(remains);
  return new Set(
    balancers.flatMap((balancer) =>
      list(valuesOf(balancer).security_groups)
        .map(text)
        .filter((id) => id !== "")
        .map((id) => (isUnknownValue(id) ? `${balancer.stack} ${addressIn(unknownValuesIn(id)[0] ?? "") ?? ""}` : id)),
    ),
  );
});

/** Whether another rule lets through all that a rule lets through: `10.0.0.0/8` what `10.0.0.0/16` does. */
function isWithinOthers(rule: Rule, byPeer: ReadonlyMap<string, readonly Rule[]>): boolean {
  return [rule.peer, ...networksAround(rule.peer)].some((peer) =>
    (byPeer.get(peer) ?? []).some((other) => hasPortsOf(other, rule)),
  );
}

function hasPortsOf(other: Rule, rule: Rule): boolean {
  const isAll = other.protocol === "-1" || other.protocol === "all";
  return (
    rule.direction === other.direction &&
    (isAll || rule.protocol === other.protocol) &&
    (other.range === undefined ||
      (rule.range !== undefined && other.range[0] <= rule.range[0] && other.range[1] >= rule.range[1]))
  );
}

/** The larger networks that an IPv4 network is in, as they are written: `10.0.0.0/15` and so on of `10.1.0.0/16`. */
function networksAround(cidr: string): string[] {
  const [address = "", length = ""] = cidr.split("/");
  if (!isCidr(cidr) || address.includes(":")) return [];
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return Array.from({ length: Number(length) }, (_, bits) => {
    const network = Math.floor(number / 2 ** (32 - bits)) * 2 ** (32 - bits);
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256);
    return `${parts.join(".")}/${bits}`;
  });
}

function closes({ direction, peer, ports }: Rule, group: string): Effect {
  const whom = direction === "ingress" ? `${peer} no longer reaches it` : `it no longer reaches ${peer}`;
  return medium(`security group ${group} closes ${direction} ${ports}: ${whom}`);
}

/** A rule whose new peer is known only after apply may be the same rule. */
function isUnknownPeer(rule: Rule, young: readonly Rule[]): boolean {
  if (isCidr(rule.peer)) return false;
  return young.some(
    (other) =>
      other.direction === rule.direction &&
      other.ports === rule.ports &&
      !/^(?:sg|pl)-/.test(other.peer) &&
      !isCidr(other.peer),
  );
}

function interruption(
  { change }: ChangeDetails,
  old: readonly Rule[],
  becomes: ReadonlySet<string>,
  words: (rule: Rule) => string,
  group: string,
): readonly Effect[] {
  if (change.action !== "replace" || change.createBeforeDestroy || isGroup(change.type)) return [];
  const cut = old.filter((rule) => becomes.has(words(rule)));
  return say(
    cut.length > 0 && low(`security group ${group}: a rule is replaced: its traffic is interrupted for a moment`),
  );
}

function groupEffects({ change, name }: ChangeDetails): readonly Effect[] {
  if (change.action === "destroy") return [medium(`security group ${name} destroyed: rules that reference it end`)];
  if (change.action !== "replace") return [];
  return [
    change.createBeforeDestroy
      ? medium(`security group ${name} replaced: what uses it is given the new one`)
      : high(`security group ${name} replaced: what uses it is cut off meanwhile`),
  ];
}
