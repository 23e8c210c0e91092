export { bootstrap, bootstrapEnvironment, type BootstrapOptions } from "./bootstrap";
export type { Outcome } from "./make";
