export { Database, type DatabasePassword, type DatabaseProps } from "./database";
export type { Parameter, Parameters } from "./parameters";
