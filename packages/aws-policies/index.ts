/** Policies about AWS resources in Terraform JSON, and their evaluation; see the README. */
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
export {
  fail,
  notApplicable,
  pass,
  resourcePolicy,
  type Finding,
  type PolicyResult,
  type Policy,
  type PolicyDescription,
  type ResourcePolicy,
} from "./policy";
export { PolicyError, sectionsByPolicy, violations, warnings } from "./report";
export { sarif } from "./sarif";
export { securityHub } from "./security-hub";
export { statefulProtection } from "./stateful-protection";
export type { Waiver } from "./waivers";
export { readConfigurations, readPlan } from "../terraform-json";
