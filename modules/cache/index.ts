export { Cache } from "./cache";
export type { ICache } from "./interfaces";
export type { CacheAttributes, CacheEngine, CacheLogs, CachePassword, CacheProps } from "./props";
