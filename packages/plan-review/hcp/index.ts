/** Runs of HCP Terraform and Terraform Enterprise. */
export { Hcp } from "./client";
export { planInput, planOfRun, runPlan, type RunPlan } from "./run";
export { hcpAddress, hcpSettings, type HcpSettings } from "./settings";
