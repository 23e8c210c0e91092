import { effects } from "../packages/aws-policies/effects";
import { securityHub } from "../packages/aws-policies/security-hub";
import type { Policy } from "../packages/aws-policies/policy";
import { decided } from "./decided";
import { platform } from "./platform";

/** Every policy of the project: AWS Security Hub's controls and those that evaluate effects, as this project decides of them, and our own. */
export const policies: readonly Policy[] = [...[...securityHub, ...effects].map(decided), ...platform];
