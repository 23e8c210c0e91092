export { Database } from "./database";
export type { Parameter, Parameters } from "./parameters";
export type { DatabaseAttributes, DatabasePassword, DatabaseProps, IDatabase } from "./props";
