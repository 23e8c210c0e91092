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
} from "./evaluate";
export { policies } from "./policies";
export type { Finding, Policy, PolicyDescription } from "./policy";
export { PolicyError, sectionsByPolicy, violations, warnings } from "./report";
export type { PlacedWaiver, Waiver } from "./waivers";
