import { platform } from "./platform";
import type { Policy } from "../packages/aws-policies/policy";
import { securityHub } from "../packages/aws-policies/security-hub";

/** Every policy of the project: AWS Security Hub's controls, and our own. */
export const policies: readonly Policy[] = [...securityHub, ...platform];
