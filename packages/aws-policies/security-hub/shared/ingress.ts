import {
  isEverywhere,
  opensPort,
  rulesOfGroup,
  type Block,
  type Configuration,
  type SecurityGroupRule,
} from "../../../terraform-json";
import { fail, type Judgement } from "../../policy";

/** Types that are a security group. */
export const securityGroupTypes = ["aws_security_group", "aws_default_security_group"];

/** The rules of a group that let in every address: `0.0.0.0/0`, `::/0`. */
export function openIngress(group: Block, stacks: readonly Configuration[]): SecurityGroupRule[] {
  return rulesOfGroup(group, stacks).filter(
    ({ direction, peer }) => direction === "ingress" && peer.kind === "cidr" && isEverywhere(peer.cidr),
  );
}

/** A failure for each of these ports that is open to every address, over TCP or UDP. */
export function closedToEveryone(
  group: Block,
  stacks: readonly Configuration[],
  ports: readonly number[],
): Judgement[] {
  return openIngress(group, stacks).flatMap((rule) => {
    const open = ports.filter((port) => opensPort(rule, port, "tcp") || opensPort(rule, port, "udp"));
    return open.length === 0 || rule.peer.kind !== "cidr"
      ? []
      : [fail(`${rule.source.address} opens port ${open.join(", ")} to ${rule.peer.cidr}`)];
  });
}
