export { plannedChanges } from "./changes";
export { changesOutputs, driftOf, type DriftChange } from "./drift";
export { UnknownValues, unknownValue } from "./unknown-values";
export { outputsOf, type Outputs } from "./outputs";
export { failedChecks, remarksOf } from "./remarks";
