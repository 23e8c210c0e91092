export { AuroraDatabase } from "./aurora";
export { Database } from "./database";
export type { Parameter, Parameters } from "./parameters";
export type {
  AuroraDatabaseProps,
  CommonDatabaseProps,
  DatabaseAttributes,
  DatabasePassword,
  DatabaseProps,
  IDatabase,
  ReplicaProps,
} from "./props";
