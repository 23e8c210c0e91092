export { rolloutFacts } from "./environment";
export { checkFacts, type CapacityFacts, type RolloutFacts, type ServiceFacts, type TaskFacts } from "./facts";
export type { Fix } from "./fixes";
export { hardwareMemoryMiB, registeredMemoryMiB, type Fit, type Limit, type TypeFit } from "./instance";
export {
  proveRollout,
  type Blocked,
  type Headroom,
  type Proof,
  type Proven,
  type Scenario,
  type Undecided,
} from "./prove";
export type { Change } from "./remedies";
export { condition, conditionMessage, type InstanceTypeRequirement } from "./requirements";
export { requireRollout, RolloutBlockedError } from "./require";
export { blockedInWords, fixInWords } from "./words";
