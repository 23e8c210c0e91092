export { defaultManagedRules, type ManagedRuleGroup, type ManagedRuleGroupName, type RateLimit } from "./rules";
export { WebAcl, type WebAclLogs, type WebAclProps } from "./web-acl";
