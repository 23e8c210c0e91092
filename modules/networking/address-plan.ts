import { Netmask } from "netmask";

export type Tier = "public" | "private" | "isolated";

/** Addresses of one zone's three subnets, in CIDR notation. */
export type ZoneAddresses = Readonly<Record<Tier, string>>;

/** Most zones that a plan has room for; each has a quarter of the VPC, and the last quarter stays free. */
export const maximumZones = 3;

/**
 * What a zone gets of the VPC's addresses: its quarter, of which half is private (instances, tasks with interfaces of
 * their own), a quarter public and a quarter isolated. A zone's addresses depend on its place in the list alone, so a
 * third zone renumbers nothing.
 *
 * For `10.0.0.0/16` the first zone has `10.0.0.0/19` private, `10.0.32.0/20` public and `10.0.48.0/20` isolated.
 */
export function zoneAddresses(cidr: string, zoneIndex: number): ZoneAddresses {
  const vpc = new Netmask(cidr);
  const zone = new Netmask(vpc.base, vpc.bitmask + 2).next(zoneIndex);
  const half = new Netmask(zone.base, zone.bitmask + 1);
  const thirdQuarter = new Netmask(half.next().base, zone.bitmask + 2);
  return { private: half.toString(), public: thirdQuarter.toString(), isolated: thirdQuarter.next().toString() };
}
