export { Database, type DatabasePassword, type DatabaseProps } from "./database";
export { ExistingDatabase, type AnyDatabase, type ExistingDatabaseProps } from "./existing-database";
export type { Parameter, Parameters } from "./parameters";
