import { BlockList, isIPv4, isIPv6 } from "node:net";

/** As `isIP` of `node:net`: 4, 6 or 0. Its expression for IPv6 takes 10 ms to compile, for an address that has a colon. */
export function ipVersion(text: string): 4 | 6 | 0 {
  if (text.includes(":")) return isIPv6(text) ? 6 : 0;
  return isIPv4(text) ? 4 : 0;
}

/** Whether a text is a CIDR block, IPv4 or IPv6: `10.0.0.0/16`. */
export function isCidr(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  const family = ipVersion(address);
  return rest.length === 0 && family !== 0 && /^\d+$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
}

/** Whether every address of `inner` is in `outer`; CIDR blocks of different families hold nothing of each other. */
export function cidrContains(outer: string, inner: string): boolean {
  if (!isCidr(outer) || !isCidr(inner)) return false;
  const [outerAddress = "", outerLength = ""] = outer.split("/");
  const [innerAddress = "", innerLength = ""] = inner.split("/");
  if (ipVersion(outerAddress) !== ipVersion(innerAddress) || Number(outerLength) > Number(innerLength)) return false;
  const family = ipVersion(outerAddress) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(outerAddress, Number(outerLength), family);
  return list.check(innerAddress, family);
}

/** Everywhere: the CIDR blocks of all addresses. */
export function isEverywhere(cidr: string): boolean {
  return isCidr(cidr) && cidr.endsWith("/0");
}
