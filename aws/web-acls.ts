/** Rules of AWS WAF. Source: WAFV2 API, `CreateWebACL`, `CreateIPSet` and `PutLoggingConfiguration`. */

import { isIPv4, isIPv6 } from "node:net";
import { Netmask } from "netmask";
import type { NameForm } from "./limits";

export const webAclName: NameForm = {
  // Names of IP sets, rules and metrics are made from it; a name may have 128 characters.
  pattern: /^[A-Za-z0-9_-]{1,100}$/,
  allowed: "1 to 100 letters, digits, hyphens and underscores",
};

/**
 * Rule groups that AWS maintains and that need no configuration. Those of account takeover, account creation fraud and DDoS prevention are
 * missing: they need to know the pages of a login or a registration, and cost by the request.
 *
 * Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list".
 */
export const managedRuleGroups = [
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesAdminProtectionRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesSQLiRuleSet",
  "AWSManagedRulesLinuxRuleSet",
  "AWSManagedRulesUnixRuleSet",
  "AWSManagedRulesWindowsRuleSet",
  "AWSManagedRulesPHPRuleSet",
  "AWSManagedRulesWordPressRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesAnonymousIpList",
  "AWSManagedRulesBotControlRuleSet",
] as const;

/** Requests of one address in a window. Source: WAFV2 API, `RateBasedStatement`. */
export const rateLimit = { minimum: 10, maximum: 2_000_000_000, unit: "requests" };
export const rateWindowSeconds = [60, 120, 300, 600] as const;

/** Source: AWS WAF Developer Guide, "Sending web ACL traffic logs to CloudWatch Logs". */
export const logGroupName = (webAcl: string): string => `aws-waf-logs-${webAcl}`;

export const addressRangeRule =
  "ranges of addresses other than /0 and without host bits, for example 203.0.113.0/24 or 2001:db8::/32";

/** Whether an IP set can have these addresses. Source: WAFV2 API, `CreateIPSet` Addresses. */
export function isAddressRange(cidr: string): boolean {
  const [, address = "", prefix] = /^([^/]+)\/([1-9]\d{0,2})$/.exec(cidr) ?? [];
  const bits = Number(prefix);
  if (isIPv6(address)) return bits <= 128;
  return isIPv4(address) && bits <= 32 && new Netmask(cidr).toString() === cidr;
}

/** Header names that the log must not contain. Source: RFC 9110, 5.6.2. */
export const headerName: NameForm = {
  pattern: /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/,
  allowed: "the name of a header in lower case, for example authorization",
};
