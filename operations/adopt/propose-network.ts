import { Netmask } from "netmask";
import type { Environment } from "../../modules/platform/environment";
import type { AdoptInput } from "../../modules/platform/environment/schema/adopt";
import type { Found, FoundNetwork, FoundSubnet } from "./found";
import type { Notes } from "./proposal";

type AdoptedNetwork = NonNullable<AdoptInput["network"]>;
type AdoptedSubnets = NonNullable<NonNullable<AdoptedNetwork["subnets"]>["public"]>;

/**
 * How the VPC is taken over, or, where its shape is not one that the stacks can have, how it is used without being owned.
 *
 * The shape: two or three zones with a public and a private subnet each.
 */
export function proposeNetwork(
  { network }: Environment,
  { network: vpc, loadBalancer, capacity, database }: Found,
  notes: Notes,
): AdoptedNetwork | undefined {
  if (network.existing !== undefined) return undefined;
  if (vpc === undefined) {
    notes.remark("No VPC was found (it is looked for by the load balancer): a new one would be made.");
    return undefined;
  }
  const preferred = new Set([
    ...(loadBalancer?.subnets ?? []),
    ...(capacity?.subnets ?? []),
    ...(database?.subnetGroup?.subnets ?? []),
  ]);
  const tier = (egress: FoundSubnet["egress"], zone: string) => {
    const all = vpc.subnets.filter((subnet) => subnet.egress === egress && subnet.zone === zone);
    return all.find(({ id }) => preferred.has(id)) ?? all[0];
  };
  const natZones = vpc.natGateways.flatMap(({ subnetId }) => vpc.subnets.find(({ id }) => id === subnetId)?.zone ?? []);
  const zones = [...new Set(vpc.subnets.map(({ zone }) => zone))]
    .filter((zone) => tier("internet-gateway", zone) !== undefined && tier("nat", zone) !== undefined)
    // A single NAT gateway is the first zone's.
    .sort((a, b) => Number(natZones.includes(b)) - Number(natZones.includes(a)) || a.localeCompare(b));
  const bits = new Netmask(vpc.cidr).bitmask;
  if (zones.length < 2 || zones.length > 3 || bits > 22) {
    useWithoutOwning(network.zones, vpc, notes);
    return undefined;
  }

  const chosen = (egress: FoundSubnet["egress"]): AdoptedSubnets =>
    Object.fromEntries(
      zones.flatMap((zone) => {
        const subnet = tier(egress, zone);
        return subnet === undefined ? [] : [[zone, owned(subnet)]];
      }),
    );
  const isolated = chosen("none");
  const missing = zones.filter((zone) => !(zone in isolated));
  const free = freeBlocks(vpc, missing.length);
  if (free.length < missing.length) {
    useWithoutOwning(network.zones, vpc, notes);
    return undefined;
  }
  const added = Object.fromEntries(missing.map((zone, index) => [zone, { cidr: free[index] ?? "" }]));

  notes.field("network.cidr", network.cidr, vpc.cidr);
  notes.field("network.zones", network.zones, zones);
  const nat = natZones.length === 0 ? "none" : natZones.length === 1 ? "one" : "one-per-zone";
  notes.field("network.nat", network.nat, nat);

  const subnets = { public: chosen("internet-gateway"), private: chosen("nat"), isolated: { ...isolated, ...added } };
  const used = new Set(
    Object.values<AdoptedSubnets>(subnets).flatMap((each) => Object.values(each).flatMap(({ id }) => id ?? [])),
  );
  const others = vpc.subnets.filter(({ id }) => !used.has(id));
  if (others.length > 0) {
    notes.remark(`Subnets that stay as they are, owned by nobody: ${others.map(({ id }) => id).join(", ")}.`);
  }
  if (missing.length > 0) {
    notes.remark(
      `The VPC has no isolated subnets (without a way to the internet) in ${missing.join(", ")}: they are made. The database stays where it is.`,
    );
  }
  const wanted = ["s3", ...network.endpoints];
  const strangers = [...vpc.endpoints.keys()].filter((service) => !wanted.includes(service as never));
  if (strangers.length > 0) {
    notes.remark(`VPC endpoints that stay as they are, owned by nobody: ${strangers.join(", ")}.`);
  }
  if (vpc.defaultSecurityGroupUsed) {
    notes.remark(
      'Something uses the default security group of the VPC, so it keeps its rules (defaultSecurityGroup: "left").',
    );
  }
  return {
    vpc: vpc.vpcId,
    ...(vpc.internetGateway !== undefined && { internetGateway: vpc.internetGateway }),
    subnets,
    natGateways: Object.fromEntries(
      vpc.natGateways.flatMap(({ id, subnetId, address }) => {
        const zone = vpc.subnets.find((subnet) => subnet.id === subnetId)?.zone ?? "";
        return zones.includes(zone) ? [[zone, { id, address }]] : [];
      }),
    ),
    endpoints: Object.fromEntries([...vpc.endpoints].filter(([service]) => wanted.includes(service as never))),
    ...(vpc.defaultSecurityGroupUsed && { defaultSecurityGroup: "left" as const }),
  };
}

const owned = ({ id, cidr, routeTable }: FoundSubnet) => ({
  id,
  cidr,
  ...(routeTable !== undefined && { routeTable }),
});

function useWithoutOwning(zones: readonly string[], { vpcId, subnets }: FoundNetwork, notes: Notes): void {
  notes.remark(
    `The VPC ${vpcId} has another shape than the stacks give one (two or three zones, each with a public subnet and a private one behind NAT), so it is not taken over. Use it without owning it, in place of the section network: { zones: ${JSON.stringify(zones)}, existing: { vpcId: ${JSON.stringify(vpcId)}, publicSubnetIds: ${idsOf(subnets, "internet-gateway")}, privateSubnetIds: ${idsOf(subnets, "nat")}, isolatedSubnetIds: ${idsOf(subnets, "none")} } }.`,
  );
}

const idsOf = (subnets: readonly FoundSubnet[], egress: FoundSubnet["egress"]) =>
  JSON.stringify(subnets.filter((subnet) => subnet.egress === egress).map(({ id }) => id));

/** Networks of a sixteenth of the VPC that no subnet has, from its end; smaller ones where there are not enough. */
export function freeBlocks(
  { cidr, subnets }: Pick<FoundNetwork, "cidr" | "subnets">,
  count: number,
): readonly string[] {
  const vpc = new Netmask(cidr);
  const taken = subnets.map((subnet) => new Netmask(subnet.cidr));
  for (let bits = Math.min(vpc.bitmask + 4, 28); bits <= 28; bits += 1) {
    const blocks = Array.from({ length: 2 ** (bits - vpc.bitmask) }, (_, index) =>
      new Netmask(vpc.base, bits).next(index),
    )
      .reverse()
      .filter((block) => taken.every((other) => !other.contains(block) && !block.contains(other)));
    if (blocks.length >= count) return blocks.slice(0, count).map(String);
  }
  return [];
}
