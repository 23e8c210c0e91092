import type { Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import type { managedRuleGroups, rateWindowSeconds } from "../../aws/web-acls";

/** Name of a rule group that AWS maintains. */
export type ManagedRuleGroupName = (typeof managedRuleGroups)[number];

export interface ManagedRuleGroup {
  readonly name: ManagedRuleGroupName;
  /** Version that the group stays at, for example `Version_1.4`. @default - the one AWS recommends, which changes automatically */
  readonly version?: string;
  /** Rules that only count, by AWS's names: for rules that refuse good requests. @default - none; see `defaultManagedRules` */
  readonly countedRules?: readonly string[];
}

export interface RateLimit {
  /** Requests of one IP address in a window, 10 to 2000000000, above which its requests are refused with 403. */
  readonly requests: number;
  /** Length of the window. @default - 300 */
  readonly windowSeconds?: (typeof rateWindowSeconds)[number];
}

/**
 * What every web ACL here starts with. `SizeRestrictions_BODY` only counts, because it refuses every form and upload with a body of more than
 * 8 KiB.
 */
export const defaultManagedRules: readonly ManagedRuleGroup[] = [
  { name: "AWSManagedRulesAmazonIpReputationList" },
  { name: "AWSManagedRulesCommonRuleSet", countedRules: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet" },
];

/** A rule before it has its place. */
export interface Rule {
  readonly name: string;
  /** In Terraform's own snake_case: cdktf does not know the arguments of statements. */
  readonly statement: Readonly<Record<string, object>>;
  /** What happens to a request that matches; `group`: what the rules of the group say. */
  readonly action: "allow" | "block" | "group";
}

export const addressRule = (name: string, ipSetArn: string, action: "allow" | "block"): Rule => ({
  name,
  action,
  statement: { ip_set_reference_statement: { arn: ipSetArn } },
});

export const rateRule = ({ requests, windowSeconds = 300 }: RateLimit): Rule => ({
  name: "rate-limit",
  action: "block",
  statement: {
    rate_based_statement: { aggregate_key_type: "IP", evaluation_window_sec: windowSeconds, limit: requests },
  },
});

export const managedRule = ({ name, version, countedRules = [] }: ManagedRuleGroup): Rule => ({
  name,
  action: "group",
  statement: {
    managed_rule_group_statement: {
      name,
      vendor_name: "AWS",
      version,
      rule_action_override: countedRules.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
    },
  },
});

/**
 * Rules in the order in which WAF evaluates them; the first that allows or blocks decides.
 *
 * @param webAcl name of the web ACL, with which the metrics of its rules begin
 * @param countOnly whether a rule that would block only counts
 */
export function inOrder(rules: readonly Rule[], webAcl: string, countOnly: boolean): Wafv2WebAclRule[] {
  return rules.map(({ name, statement, action }, priority) => ({
    name,
    priority,
    statement,
    ...(action === "group"
      ? { overrideAction: countOnly ? { count: {} } : { none: {} } }
      : { action: action === "block" && countOnly ? { count: {} } : { [action]: {} } }),
    visibilityConfig: {
      cloudwatchMetricsEnabled: true,
      metricName: `${webAcl}-${name}`,
      sampledRequestsEnabled: true,
    },
  }));
}
