/** Reviews of Terraform plans; see the README. */
export { readConfig, type Config } from "./config";
export type {
  Action,
  Block,
  DiffLine,
  Effect,
  InstanceSize,
  InstanceSizes,
  Notice,
  ResourceChange,
  Review,
  Risk,
  StackReview,
  Verdict,
} from "./model";
export { readInputs, readLog, readPlanText, type PlanInput, type ReadInputs } from "./read";
export { html, json, markdown, sarif, text, type MarkdownOptions } from "./render";
export { review, type ReviewOptions } from "./review";
export { run, type RunOptions, type RunResult } from "./run";
export type { DestroyWaiver, ReviewedEnvironment } from "./waivers";
export { securityHub } from "../aws-policies/security-hub";
export { statefulProtection } from "../aws-policies/stateful-protection";
