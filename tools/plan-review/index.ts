/** Reviews of Terraform plans; `model.ts` says what a review is. */
export type { Review } from "./model";
export { readInputs, readLog, readPlanText, type PlanInput } from "./read";
export { planHashes, review, type ReviewOptions } from "./review";
