import { platform } from "./platform";
import type { Policy } from "./policy";
import { securityHub } from "./security-hub";

/** Every policy of the project: AWS Security Hub's controls, and our own. */
export const policies: readonly Policy[] = [...securityHub, ...platform];
