import { Netmask } from "netmask";

/** Private addresses. Source: RFC 1918, section 3, and RFC 6598, section 7. */
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (block) => new Netmask(block),
);

/** The network of Docker's own bridge on every container instance: a container cannot reach a VPC address inside it. */
const dockerBridge = new Netmask("172.17.0.0/16");

export const cidrRule =
  "a private IPv4 network with a prefix of /16 to /22 and no host bits, such as 10.0.0.0/16, outside Docker's 172.17.0.0/16";

/** Whether it is an IPv4 network in CIDR notation, from 0.0.0.0/0 to one address with /32, without host bits. */
export function isIpv4Network(cidr: string): boolean {
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr)) return false;
  try {
    return new Netmask(cidr).toString() === cidr;
  } catch {
    return false;
  }
}

/** Whether a VPC can have these addresses; a public subnet of a /22 is a /26, and a load balancer needs at least a /27. */
export function isVpcCidr(cidr: string): boolean {
  if (!isIpv4Network(cidr)) return false;
  const block = new Netmask(cidr);
  return (
    block.bitmask >= 16 &&
    block.bitmask <= 22 &&
    privateBlocks.some((allowed) => allowed.contains(block)) &&
    !dockerBridge.contains(block)
  );
}
