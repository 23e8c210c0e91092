export { capacityProviderStrategy, type CapacityProviderShare } from "./capacity-providers";
export { canonicalJson, literal } from "./json";
export { policyDocument, type Statement } from "./policy";
export {
  checkOneOf,
  checkPattern,
  checkRange,
  collectProblems,
  invalid,
  PropertyError,
  reject,
  type Format,
  type PropertyProblem,
  type Range,
} from "./checks";
export { regionOf } from "./region";
export { queueLatencyMetric, type Metric } from "./queue-latency";
