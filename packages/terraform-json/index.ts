/**
 * One reading of Terraform JSON for everything that looks at it: the Jest matchers, the policies and the plan review.
 *
 * Pure functions over `cdk.tf.json` or `terraform show -json`; no Terraform, no cdktf, no files.
 */
export { cidrContains, ipVersion, isCidr, isEverywhere } from "./cidr";
export { Block, Configuration, type BlockMode } from "./configuration";
export { containersOf, type Container } from "./containers";
export { follow, leadsTo, stackBehind, targetsAt, targetsOf, valueLeadsTo, type Target } from "./follow";
export { groupBy } from "./group";
export { parseJson, tryParseJson } from "./json";
export { readPlan, writtenIn } from "./plan";
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
export { companionsOf, referrersOf, resourcesWith } from "./referrers";
export { readConfiguration, readConfigurations } from "./read";
export { referencesIn, referencesInExpression, type Reference } from "./references";
export {
  coversSource,
  describeRule,
  opensPort,
  portOf,
  rulesOfGroup,
  securityGroupRules,
  securityGroupsOf,
  type Peer,
  type SecurityGroupRule,
  type Source,
} from "./security-groups";
export { interpolationsOf, onlyInterpolation, type Interpolation } from "./template";
export { blocksOf, isRecord, kindOf, stringsOf, valueAt, type Properties } from "./values";
