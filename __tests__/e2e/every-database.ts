import { AuroraDatabase, Database } from "../../modules/database";
import { EncryptionKey } from "../../modules/encryption";
import { Network } from "../../modules/networking";
import { testStack } from "../../packages/jest-terraform";

export const account = "111122223333";
export const region = "eu-central-1";

/** Snapshots of an instance and of a cluster that are there before the stack. */
export const snapshots = { instance: "orders-before", cluster: "search-before" };

/** Every kind of database that the constructs make, in one stack: RDS is polled once in over a minute, for all at the same time. */
export const everyDatabase = testStack(
  (scope) => {
    const network = new Network(scope, "network", {
      name: "databases",
      cidr: "10.0.0.0/16",
      zones: [`${region}a`, `${region}b`],
      nat: "none",
    });
    const encryptionKey = new EncryptionKey(scope, "key", {
      alias: "databases",
      description: "Databases",
      services: [`logs.${region}.amazonaws.com`],
      deletionProtection: false,
    });
    const common = { network, encryptionKey, databaseName: "shop", username: "app", deletionProtection: false };
    const instance = { instanceClass: "db.t4g.medium", storageGiB: 20, maximumStorageGiB: 50, multiAz: true };
    new Database(scope, "mysql", {
      ...common,
      ...instance,
      identifier: "catalog",
      engine: "mysql",
      engineVersion: "8.4",
      password: { secretName: "catalog/PASSWORD" },
      parameters: {
        max_connections: 200,
        character_set_server: "utf8mb4",
        long_query_time: { value: 2, applyMethod: "immediate" },
      },
    });
    new Database(scope, "postgres", {
      ...common,
      ...instance,
      identifier: "shop",
      engineVersion: "16",
      password: { secretName: "shop/PASSWORD" },
      parameters: { work_mem: { value: 8192, applyMethod: "immediate" } },
      replicas: { reports: { instanceClass: "db.t4g.large", zone: `${region}b` } },
    });
    new Database(scope, "restored", {
      ...common,
      ...instance,
      identifier: "orders",
      engineVersion: "17.9",
      password: { secretName: "orders/PASSWORD" },
      snapshotIdentifier: snapshots.instance,
    });
    new AuroraDatabase(scope, "aurora", {
      ...common,
      identifier: "search",
      engineVersion: "17",
      minimumCapacity: 0,
      maximumCapacity: 4,
      password: { secretName: "search/PASSWORD" },
      parameters: { work_mem: { value: 8192, applyMethod: "immediate" } },
    });
    new AuroraDatabase(scope, "restored-aurora", {
      ...common,
      identifier: "archive",
      engineVersion: "16.6",
      minimumCapacity: 0.5,
      maximumCapacity: 2,
      instances: 1,
      password: { secretName: "archive/PASSWORD" },
      snapshotIdentifier: snapshots.cluster,
      // With true the provider needs a second apply: it does not ask for it at a restore.
      iamAuthentication: false,
    });
  },
  { account, region },
);
