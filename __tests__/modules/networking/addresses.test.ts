import { TerraformStack } from "cdktf";
import { addressesOf, type Addresses } from "../../../modules/networking/addresses";
import { synthesize } from "../../../packages/jest-terraform";

const zones = ["eu-central-1a", "eu-central-1b"];

function addresses(given: Addresses) {
  let found: ReturnType<typeof addressesOf> = new Map();
  synthesize((app) => {
    found = addressesOf(new TerraformStack(app, "stack"), { cidr: "10.0.0.0/16", zones, given });
  });
  return found;
}

test("subnets have the addresses of the plan, but for those that are given", () => {
  expect(addresses({ isolated: { "eu-central-1b": "10.0.192.0/24" } })).toEqual(
    new Map([
      ["eu-central-1a", { private: "10.0.0.0/19", public: "10.0.32.0/20", isolated: "10.0.48.0/20" }],
      ["eu-central-1b", { private: "10.0.64.0/19", public: "10.0.96.0/20", isolated: "10.0.192.0/24" }],
    ]),
  );
});

test("a subnet outside the VPC is refused", () => {
  expect(() => addresses({ public: { "eu-central-1a": "10.1.0.0/24" } })).toThrow(
    'stack: addresses.public.eu-central-1a must be within the VPC\'s 10.0.0.0/16, got "10.1.0.0/24".',
  );
});

test("a subnet that shares addresses with another is refused, also where the other has those of the plan", () => {
  expect(() => addresses({ public: { "eu-central-1b": "10.0.16.0/24" } })).toThrow(
    'stack: addresses.public.eu-central-1b must be apart from addresses.private.eu-central-1a, which has 10.0.0.0/19, got "10.0.16.0/24". ' +
      "Give one of them a free network of the VPC.",
  );
});
