export { bootstrap, type BootstrapOptions } from "./bootstrap";
export type { Outcome } from "./make";
