import { describeRule } from "../../../terraform-json";
import { fail } from "../../policy";
import { control } from "../shared/control";
import { openIngress, securityGroupTypes } from "../shared/ingress";

/** The default of the control; over UDP there is none. */
const authorized = [80, 443];
/** Protocols without ports, of which the control says nothing. */
const portless = ["icmp", "icmpv6", "1", "58"];

export const ec2OpenWebPortsOnly = control({
  id: "ec2-open-web-ports-only",
  controls: { "EC2.18": "high" },
  title: "Only the ports of web servers are open to the internet",
  why: "Every other open port is one more service that must withstand everyone.",
  fix: "Let in a security group, or the addresses that need it, instead of everyone.",
  types: securityGroupTypes,
  judge: (group, stacks) =>
    openIngress(group, stacks)
      .filter(({ protocol }) => !portless.includes(protocol))
      .filter(
        ({ protocol, fromPort, toPort }) =>
          (protocol !== "tcp" && protocol !== "6") || fromPort !== toPort || !authorized.includes(fromPort ?? 0),
      )
      .map((rule) => fail(`${rule.source.address} lets in ${describeRule(rule)}`)),
});
