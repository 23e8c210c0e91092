import { isInternet, isPartOfInternet } from "../../../effects";
import {
  opensPort,
  rulesOfGroup,
  type Block,
  type Configuration,
  type SecurityGroupRule,
} from "../../../terraform-json";
import { fail, type PolicyResult } from "../../policy";

/** Types that are a security group. */
export const securityGroupTypes = ["aws_security_group", "aws_default_security_group"];

/** The rules of a group that let the internet in, alone or with others for the same ports: `0.0.0.0/0`, two halves of it, `::/0`. */
export function openIngress(group: Block, stacks: readonly Configuration[]): SecurityGroupRule[] {
  const rules = rulesOfGroup(group, stacks).filter(
    ({ direction, peer }) => direction === "ingress" && peer.kind === "cidr",
  );
  // Of thousands of rules, those with the same ports are compared with all others only once.
  const open = new Map<string, boolean>();
  const isOpen = (rule: SecurityGroupRule): boolean => {
    const key = JSON.stringify([rule.protocol, rule.fromPort, rule.toPort]);
    const found = open.get(key) ?? isInternet(rules.filter((other) => overlap(other, rule)).map(cidrOf));
    open.set(key, found);
    return found;
  };
  return rules.filter((rule) => isPartOfInternet([cidrOf(rule)], ["*"]) && isOpen(rule));
}

function cidrOf({ peer }: SecurityGroupRule): string {
  return peer.kind === "cidr" ? peer.cidr : "";
}

function overlap(a: SecurityGroupRule, b: SecurityGroupRule): boolean {
  if (a.protocol !== b.protocol && a.protocol !== "-1" && b.protocol !== "-1") return false;
  return (a.fromPort ?? 0) <= (b.toPort ?? 65535) && (b.fromPort ?? 0) <= (a.toPort ?? 65535);
}

/** A failure for each of these ports that is open to every address, over TCP or UDP. */
export function closedToEveryone(
  group: Block,
  stacks: readonly Configuration[],
  ports: readonly number[],
): PolicyResult[] {
  return openIngress(group, stacks).flatMap((rule) => {
    const open = ports.filter((port) => opensPort(rule, port, "tcp") || opensPort(rule, port, "udp"));
    return open.length === 0 || rule.peer.kind !== "cidr"
      ? []
      : [fail(`${rule.source.address} opens port ${open.join(", ")} to ${rule.peer.cidr}`)];
  });
}
