/**
 * One reading of Terraform JSON for everything that looks at it: the Jest matchers, the policies and the plan review.
 *
 * Pure functions over `cdk.tf.json` or `terraform show -json`; no Terraform, no cdktf, no files.
 */
export { Block, Configuration, readConfiguration, readConfigurations, type BlockMode } from "./configuration";
export { containersOf, type Container } from "./containers";
export { follow, stackBehind, targetsOf, type Target } from "./follow";
export { parseJson, tryParseJson } from "./json";
export {
  covers,
  hasPolicies,
  isAboutAction,
  isAboutResource,
  policiesOf,
  readPolicy,
  type Policies,
  type Statement,
} from "./policy";
export { referencesIn, referencesInExpression, type Reference } from "./references";
export { holesOf, onlyHole, type Hole } from "./template";
export { blocksOf, isRecord, stringsOf, type Properties } from "./values";
