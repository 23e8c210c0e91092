import { Netmask } from "netmask";
import type { Environment } from "../../../environments/environment";
import { zoneAddresses } from "../../networking/address-plan";

/**
 * Refuses subnets that AWS would refuse only while applying: outside the VPC, or of addresses that another one has.
 *
 * A subnet that `adopt` does not name gets the addresses of the plan, which a VPC made by hand may have given away.
 */
export function checkAddresses({ adopt, network }: Environment): void {
  if (adopt?.network === undefined || network.existing !== undefined) return;
  const { subnets } = adopt.network;
  const vpc = new Netmask(network.cidr);
  const blocks = network.zones.flatMap((zone, index) =>
    (["public", "private", "isolated"] as const).map((tier) => {
      const cidr = subnets[tier][zone]?.cidr ?? zoneAddresses(network.cidr, index)[tier];
      return { field: `adopt.network.subnets.${tier}.${zone}`, block: new Netmask(cidr) };
    }),
  );
  for (const [index, { field, block }] of blocks.entries()) {
    if (!vpc.contains(block))
      throw new Error(`${field}: cidr must be within network.cidr ${network.cidr}, got ${block}.`);
    const other = blocks.slice(0, index).find((each) => each.block.contains(block) || block.contains(each.block));
    if (other !== undefined) {
      throw new Error(
        `${field}: cidr must be apart from ${other.field}, which has ${other.block}, got ${block}. Give one of them a free network of the VPC.`,
      );
    }
  }
}
