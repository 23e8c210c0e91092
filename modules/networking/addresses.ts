import type { Construct } from "constructs";
import { Netmask } from "netmask";
import { reject } from "../shared";
import { zoneAddresses, type Tier, type ZoneAddresses } from "./address-plan";

/** Addresses of subnets by tier and availability zone, in CIDR notation. */
export type Addresses = Readonly<Partial<Record<Tier, Readonly<Record<string, string>>>>>;

const tiers = ["public", "private", "isolated"] as const;

/**
 * Addresses of each zone's subnets: those that are given, and where none are, those of the plan.
 *
 * @throws where a subnet would be outside the VPC, or share addresses with another, which AWS refuses only while applying
 */
export function addressesOf(
  scope: Construct,
  { cidr, zones, given }: { readonly cidr: string; readonly zones: readonly string[]; readonly given: Addresses },
): ReadonlyMap<string, ZoneAddresses> {
  const vpc = new Netmask(cidr);
  const taken: { readonly field: string; readonly block: Netmask }[] = [];
  return new Map(
    zones.map((zone, index) => {
      const plan = zoneAddresses(cidr, index);
      const own = tiers.map((tier) => {
        const field = `addresses.${tier}.${zone}`;
        const value = given[tier]?.[zone] ?? plan[tier];
        const block = new Netmask(value);
        if (!vpc.contains(block)) reject(scope, field, `within the VPC's ${cidr}`, value);
        const other = taken.find((each) => each.block.contains(block) || block.contains(each.block));
        if (other !== undefined) {
          const fix = "Give one of them a free network of the VPC.";
          reject(scope, field, `apart from ${other.field}, which has ${other.block.toString()}`, value, fix);
        }
        taken.push({ field, block });
        return [tier, value] as const;
      });
      return [zone, Object.fromEntries(own) as Record<Tier, string>];
    }),
  );
}
