import { BlockList, isIP } from "node:net";

/** Whether a text is a CIDR block, IPv4 or IPv6: `10.0.0.0/16`. */
export function isCidr(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  const family = isIP(address);
  return rest.length === 0 && family !== 0 && /^\d+$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
}

/** Whether every address of `inner` is in `outer`; CIDR blocks of different families hold nothing of each other. */
export function cidrContains(outer: string, inner: string): boolean {
  if (!isCidr(outer) || !isCidr(inner)) return false;
  const [outerAddress = "", outerLength = ""] = outer.split("/");
  const [innerAddress = "", innerLength = ""] = inner.split("/");
  if (isIP(outerAddress) !== isIP(innerAddress) || Number(outerLength) > Number(innerLength)) return false;
  const family = isIP(outerAddress) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(outerAddress, Number(outerLength), family);
  return list.check(innerAddress, family);
}

/** Everywhere: the CIDR blocks of all addresses. */
export function isEverywhere(cidr: string): boolean {
  return isCidr(cidr) && cidr.endsWith("/0");
}
