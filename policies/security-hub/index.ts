import type { Policy } from "../policy";

/** Controls that AWS Security Hub publishes. */
export const securityHub: readonly Policy[] = [];
