import type { Construct } from "constructs";
import { Cache, type CacheProps } from "../../../modules/cache";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { Network } from "../../../modules/networking";
import { testStack, type SynthesizedStack } from "../../../packages/jest-terraform";

/** A cache with only what it needs, and these properties. */
export function cacheIn(scope: Construct, props: Partial<CacheProps> = {}): Cache {
  const network = Network.fromAttributes(scope, "network", {
    vpcId: "vpc-1",
    publicSubnetIds: [],
    privateSubnetIds: ["subnet-private"],
    isolatedSubnetIds: ["subnet-1", "subnet-2"],
  });
  const encryptionKey = new EncryptionKey(scope, "key", { alias: "data", description: "Data" });
  return new Cache(scope, "cache", {
    identifier: "shop",
    engine: "valkey",
    engineVersion: "8.1",
    nodeType: "cache.t4g.small",
    network,
    encryptionKey,
    ...props,
  });
}

export const cacheStack = (
  props: Partial<CacheProps> = {},
  use: (cache: Cache, scope: Construct) => void = () => {},
): SynthesizedStack => testStack((scope) => use(cacheIn(scope, props), scope));

export const roleIn = (scope: Construct): Role =>
  new Role(scope, "web", { name: "web", description: "Web", service: "ecs-tasks.amazonaws.com" });
