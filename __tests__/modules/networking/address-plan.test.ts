import fc from "fast-check";
import { Netmask } from "netmask";
import { isVpcCidr } from "../../../aws/networks";
import { maximumZones, zoneAddresses } from "../../../modules/networking/address-plan";

const vpcs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 16, max: 22 }))
  .map(([host, prefix]) =>
    new Netmask(`10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}/${prefix}`).toString(),
  );

const allZones = (vpc: string) => [...Array(maximumZones).keys()].map((index) => zoneAddresses(vpc, index));

test("a /16 gives each zone a /19 for instances and a /20 each for load balancers and databases", () => {
  expect(allZones("10.0.0.0/16")).toEqual([
    { private: "10.0.0.0/19", public: "10.0.32.0/20", isolated: "10.0.48.0/20" },
    { private: "10.0.64.0/19", public: "10.0.96.0/20", isolated: "10.0.112.0/20" },
    { private: "10.0.128.0/19", public: "10.0.160.0/20", isolated: "10.0.176.0/20" },
  ]);
});

test("no two subnets of a VPC overlap, and all lie inside it", () => {
  fc.assert(
    fc.property(vpcs, (vpc) => {
      const subnets = allZones(vpc).flatMap((zone) => Object.values(zone).map((cidr) => new Netmask(cidr)));
      expect(subnets).toHaveLength(3 * maximumZones);
      for (const [index, subnet] of subnets.entries()) {
        expect(new Netmask(vpc).contains(subnet)).toBe(true);
        for (const other of subnets.slice(index + 1)) {
          expect(subnet.contains(other) || other.contains(subnet)).toBe(false);
        }
      }
    }),
  );
});

test("every subnet is large enough for a load balancer, a /27", () => {
  fc.assert(
    fc.property(vpcs, (vpc) => {
      for (const cidr of allZones(vpc).flatMap((zone) => Object.values(zone))) {
        expect(new Netmask(cidr).bitmask).toBeLessThanOrEqual(27);
      }
    }),
  );
});

test.each(["10.0.0.0/16", "10.42.8.0/22", "172.16.0.0/16", "172.18.0.0/16", "192.168.0.0/16", "100.64.0.0/16"])(
  "a VPC can have %s",
  (cidr) => expect(isVpcCidr(cidr)).toBe(true),
);

test.each([
  ["too large", "10.0.0.0/15"],
  ["too small", "10.0.0.0/23"],
  ["host bits", "10.0.1.0/16"],
  ["public addresses", "8.8.0.0/16"],
  ["an edge of a private block, but outside", "172.32.0.0/16"],
  ["the network of Docker's bridge", "172.17.0.0/16"],
  ["a part of the network of Docker's bridge", "172.17.4.0/22"],
  ["no prefix", "10.0.0.0"],
  ["no numbers", "ten/16"],
  ["an octet above 255", "10.300.0.0/16"],
  ["a short form", "10.0/16"],
])("a VPC cannot have %s: %s", (_why, cidr) => expect(isVpcCidr(cidr)).toBe(false));
