export { rolloutFacts, systemFacts } from "./environment";
export { checkFacts, type CapacityFacts, type RolloutFacts, type ServiceFacts, type TaskFacts } from "./facts";
export type { Fix } from "./fixes";
export { hardwareMemoryMiB, registeredMemoryMiB, type Fit, type Limit, type TypeFit } from "./instance";
export type { Blocked, Headroom, Proof, Proven, Scenario, Undecided } from "./proof";
export { proveRollout } from "./prove";
export type { Change } from "./remedies";
export { condition, conditionMessage, type InstanceTypeRequirement } from "./requirements";
export { requireRollout, RolloutBlockedError } from "./require";
export { describeBlockage, describeFix } from "./describe";
export type {
  CapacityShare,
  DaemonFacts,
  ReplicaFacts,
  SingletonFacts,
  SystemCapacityFacts,
  SystemFacts,
  SystemServiceFacts,
} from "./system/facts";
export { checkSystem } from "./system/check";
export { describeProblems, problemsOf, type Problem } from "./system/describe";
export type {
  AloneProof,
  CapacityProof,
  ServiceProof,
  SharedProof,
  SharedScenario,
  SystemBlockage,
  SystemProof,
} from "./system/proof";
export { proveSystem } from "./system/prove";
export { scenariosOf } from "./system/scenarios";
export { requireSystem, SystemBlockedError } from "./system/require";
export {
  assumedTimes,
  blueGreenTimeline,
  refreshTimeline,
  rollingTimeline,
  zoneLossTimeline,
  type RolloutTimes,
  type Timeline,
} from "./timeline";
