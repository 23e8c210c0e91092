export { bootstrap, type BootstrapOptions, type Outcome } from "./bootstrap";
