import type { Policy } from "../policy";
import { staticPortRebalancing } from "./static-port-rebalancing";

/** The project's own policies, which tie together what no published control does. */
export const platform: readonly Policy[] = [staticPortRebalancing];
