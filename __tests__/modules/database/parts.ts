import type { Construct } from "constructs";
import { Database, type DatabaseProps } from "../../../modules/database";
import { EncryptionKey } from "../../../modules/encryption";
import { Network } from "../../../modules/networking";
import { testStack, type SynthesizedStack } from "../../../packages/jest-terraform";

/** A database with only what it demands, and these properties. */
export function databaseIn(scope: Construct, props: Partial<DatabaseProps> = {}): Database {
  const network = new Network(scope, "network", {
    name: "test",
    cidr: "10.0.0.0/16",
    zones: ["us-east-1a", "us-east-1b"],
    nat: "none",
  });
  const encryptionKey = new EncryptionKey(scope, "key", {
    alias: "data",
    description: "Data",
    services: ["logs.us-east-1.amazonaws.com"],
  });
  return new Database(scope, "database", {
    identifier: "shop",
    network,
    encryptionKey,
    engineVersion: "17",
    instanceClass: "db.m7g.large",
    storageGiB: 100,
    maximumStorageGiB: 500,
    multiAz: true,
    databaseName: "shop",
    username: "app",
    password: { secretName: "shop/DATABASE_PASSWORD" },
    ...props,
  });
}

export const databaseStack = (props: Partial<DatabaseProps> = {}): SynthesizedStack =>
  testStack((scope) => void databaseIn(scope, props));
