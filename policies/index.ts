export { enforcePolicies, type EnforceOptions } from "./enforce";
export {
  evaluate,
  evaluateEnvironments,
  failing,
  isSatisfied,
  policyPack,
  type EnvironmentEvaluation,
  type Evaluation,
  type PolicedEnvironment,
  type WaivedFinding,
} from "../packages/aws-policies/evaluate";
export { policies } from "./policies";
export type { Finding, Policy, PolicyDescription } from "../packages/aws-policies/policy";
export { PolicyError, sectionsByPolicy, violations, warnings } from "../packages/aws-policies/report";
export type { PlacedWaiver, Waiver } from "../packages/aws-policies/waivers";
