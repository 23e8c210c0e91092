export { readInputs, type ReadInputs } from "./files";
export type { PlanInput, PlannedInput, UnplannedInput } from "./input";
export { readLog } from "./log";
export { readPlanText, type PlanText } from "./plan";
