/**
 * What a resource permits, exposes, loses or hides, read from its arguments: one evaluation for the policies and for the plan review.
 *
 * Pure functions over arguments as Terraform's JSON has them; a value that is not known is `${...}` in a configuration and `<...>` in a
 * review.
 */
export { internetInWords, isInternet, isPartOfInternet, isUnknownPeer, shareOfInternet } from "./addresses";
export { dataTypes, isReadReplica, lossOf } from "./data";
export { exposuresOf, hasExposures, newExposures, policiesIn } from "./exposure";
export type { Exposure } from "./exposure/exposure";
export {
  isFirewall,
  isWeb,
  openings,
  openRulesOf,
  portsInWords,
  unknownPeers,
  type Opening,
  type OpenRule,
} from "./firewall";
export { isGuard, weakenings, type Weakening } from "./guards";
export * from "./iam";
export { deletionRulesOf, newDeletions, type DeletionRule } from "./lifecycle";
export * from "./secrets";
