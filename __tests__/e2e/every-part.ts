import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Cache } from "../../modules/cache";
import { EncryptionKey } from "../../modules/encryption";
import { FileSystem } from "../../modules/file-system";
import { LogGroup } from "../../modules/logs";
import { Network } from "../../modules/networking";
import { Queue } from "../../modules/queue";
import { WebAcl } from "../../modules/waf";
import type { TerraformStack } from "cdktf";

export const region = "us-east-1";

/** Every optional part of a system, with the options that send the most to AWS. */
export function everyPart(stack: TerraformStack): void {
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
  const [privateSubnetIds, isolatedSubnetIds] = ["10.0.0", "10.0.1"].map((start) =>
    ["a", "b"].map(
      (zone, index) =>
        new Subnet(stack, `subnet-${start}-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: `${start}.${index * 128}/25`,
          availabilityZone: `${region}${zone}`,
        }).id,
    ),
  ) as [string[], string[]];
  const network = Network.fromAttributes(stack, "network", {
    vpcId: vpc.id,
    publicSubnetIds: [],
    privateSubnetIds,
    isolatedSubnetIds,
  });
  const deletionProtection = false;
  const encryptionKey = new EncryptionKey(stack, "key", {
    alias: "parts",
    description: "Parts",
    services: [`logs.${region}.amazonaws.com`],
    deletionProtection,
  });

  new Queue(stack, "jobs", { name: "jobs", encryptionKey, deletionProtection });
  new Queue(stack, "orders", { name: "orders", encryptionKey, fifo: { highThroughput: true }, deletionProtection });

  new FileSystem(stack, "files", {
    name: "files",
    network,
    encryptionKey,
    accessPoints: { uploads: { path: "/uploads", uid: 1000, gid: 1000 } },
    lifecycle: { infrequentAccessDays: 30, archiveDays: 90 },
    deletionProtection,
  });

  const logGroup = new LogGroup(stack, "cache-log", { name: "/cache/shop", retentionDays: 30, deletionProtection });
  new Cache(stack, "cache", {
    identifier: "shop",
    engine: "valkey",
    engineVersion: "8.1",
    nodeType: "cache.t4g.small",
    network,
    encryptionKey,
    password: { secretName: "shop/CACHE_PASSWORD", urlSecretName: "shop/CACHE_URL" },
    parameters: { "maxmemory-policy": "noeviction" },
    logs: { slow: logGroup, engine: logGroup },
    deletionProtection,
  });

  const loadBalancer = new Lb(stack, "load-balancer", { name: "shop", internal: true, subnets: privateSubnetIds });
  new WebAcl(stack, "web-acl", {
    name: "shop",
    allowedAddresses: ["2001:db8::/32", "203.0.113.0/24", "198.51.100.7/32"],
    blockedAddresses: ["192.0.2.0/24"],
    logs: { encryptionKey },
    deletionProtection,
  }).protect(stack, "firewall", loadBalancer);
}
