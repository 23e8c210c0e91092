import type { Construct } from "constructs";
import { AuroraDatabase, Database, type AuroraDatabaseProps, type DatabaseProps } from "../../../modules/database";
import { EncryptionKey } from "../../../modules/encryption";
import { Network } from "../../../modules/networking";
import { testStack, type SynthesizedStack } from "../../../packages/jest-terraform";

/** Properties that every database has. */
function common(scope: Construct) {
  const network = new Network(scope, "network", {
    name: "test",
    cidr: "10.0.0.0/16",
    zones: ["eu-central-1a", "eu-central-1b"],
    nat: "none",
  });
  const encryptionKey = new EncryptionKey(scope, "key", {
    alias: "data",
    description: "Data",
    services: ["logs.eu-central-1.amazonaws.com"],
  });
  return {
    identifier: "shop",
    network,
    encryptionKey,
    databaseName: "shop",
    username: "app",
    password: { secretName: "shop/DATABASE_PASSWORD" },
  };
}

/** A database with only what it demands, and these properties. */
export const databaseIn = (scope: Construct, props: Partial<DatabaseProps> = {}): Database =>
  new Database(scope, "database", {
    ...common(scope),
    engineVersion: "17",
    instanceClass: "db.m7g.large",
    storageGiB: 100,
    maximumStorageGiB: 500,
    multiAz: true,
    ...props,
  });

export const databaseStack = (props: Partial<DatabaseProps> = {}): SynthesizedStack =>
  testStack((scope) => void databaseIn(scope, props));

/** An Aurora cluster with only what it demands, and these properties. */
export const auroraIn = (scope: Construct, props: Partial<AuroraDatabaseProps> = {}): AuroraDatabase =>
  new AuroraDatabase(scope, "database", {
    ...common(scope),
    engineVersion: "17",
    minimumCapacity: 2,
    maximumCapacity: 16,
    ...props,
  });

export const auroraStack = (props: Partial<AuroraDatabaseProps> = {}): SynthesizedStack =>
  testStack((scope) => void auroraIn(scope, props));
