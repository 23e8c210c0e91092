export { extendPlatform, type Extend } from "./extend";
export type { Overrides } from "./override";
export { Platform } from "./platform";
