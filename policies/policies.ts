import { effects } from "../packages/aws-policies/effects";
import { securityHub } from "../packages/aws-policies/security-hub";
import type { Policy } from "../packages/aws-policies/policy";
import { platform } from "./platform";

/** Every policy of the project: AWS Security Hub's controls, those that evaluate effects, and our own. */
export const policies: readonly Policy[] = [...securityHub, ...effects, ...platform];
