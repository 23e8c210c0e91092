import { isIPv6 } from "node:net";
import type { LbListenerRuleCondition } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { conditionValues, ruleQuotas } from "../../aws/load-balancing";
import { isIpv4Network } from "../../aws/networks";
import { list } from "../../packages/common/text";
import { checkPattern, reject } from "../shared";

/** A query string such as `version=2`; without a key, any parameter with this value. */
export interface QueryString {
  readonly key?: string;
  /** The wildcards `*` and `?` are literal after a backslash. */
  readonly value: string;
}

/**
 * Which requests a rule is for: at least one condition. A request matches when every condition does, and a condition when
 * one of its values does. AWS allows 5 values and 5 wildcards (`*` and `?`) in all conditions of a rule together.
 */
export interface RuleConditions {
  /** Such as `app.example.com` or `*.example.com`, in any case. @default - every host */
  readonly hostHeaders?: readonly string[];
  /** Such as `/api/*`, case-sensitive, without the query string. @default - every path */
  readonly pathPatterns?: readonly string[];
  /** Such as `POST`, in upper case. @default - every method */
  readonly methods?: readonly string[];
  /** Values by header name, such as `{ "X-Environment": ["canary*"] }`; every header must match. @default - any headers */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Such as `{ key: "version", value: "2" }`, in any case. @default - any query */
  readonly queryStrings?: readonly QueryString[];
  /** Networks of clients in CIDR notation, IPv4 or IPv6; of a client behind a proxy, the proxy's address. @default - any client */
  readonly sourceCidrs?: readonly string[];
}

/** The conditions as Terraform has them. @throws UserError for a value or a number of values that AWS rejects */
export function ruleConditions(scope: Construct, conditions: RuleConditions): LbListenerRuleCondition[] {
  const { hostHeaders = [], pathPatterns = [], methods = [], headers = {}, queryStrings = [] } = conditions;
  const { sourceCidrs = [] } = conditions;
  const queries = queryStrings.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`));
  const values = Object.entries({ hostHeaders, pathPatterns, methods, headers, queryStrings: queries, sourceCidrs })
    .map(([field, given]) => ({ field, given: Array.isArray(given) ? given : Object.values(given).flat() }))
    .filter(({ given }) => given.length > 0);
  const fields = () => list(values.map(({ field }) => field));
  const all = values.flatMap(({ given }) => given as readonly string[]);

  for (const [name, given] of Object.entries(headers)) {
    checkPattern(scope, "headers", name, conditionValues.headerName);
    if (given.length === 0) reject(scope, `headers.${name}`, "one or more values", given);
    for (const value of given) checkPattern(scope, `headers.${name}`, value, conditionValues.header);
  }
  if (all.length === 0) {
    const kinds = "hostHeaders, pathPatterns, methods, headers, queryStrings and sourceCidrs";
    reject(scope, "conditions", `at least one of ${kinds}`, []);
  }
  if (all.length > ruleQuotas.values) {
    reject(scope, fields(), `at most ${ruleQuotas.values} values${values.length > 1 ? " together" : ""}`, all);
  }
  const patterns = [...hostHeaders, ...pathPatterns, ...Object.values(headers).flat(), ...queries];
  const wildcards = patterns.join(" ").replace(/\\[*?]|[^*?]/g, "").length;
  if (wildcards > ruleQuotas.wildcards) {
    reject(scope, fields(), `at most ${ruleQuotas.wildcards} wildcards${values.length > 1 ? " together" : ""}`, all);
  }
  for (const value of hostHeaders) checkPattern(scope, "hostHeaders", value, conditionValues.hostHeaders);
  for (const value of pathPatterns) checkPattern(scope, "pathPatterns", value, conditionValues.pathPatterns);
  for (const value of methods) checkPattern(scope, "methods", value, conditionValues.methods);
  for (const { key, value } of queryStrings) {
    checkPattern(scope, "queryStrings.key", key, conditionValues.queryStrings);
    checkPattern(scope, "queryStrings.value", value, conditionValues.queryStrings);
  }
  for (const cidr of sourceCidrs) {
    if (Token.isUnresolved(cidr) || isIpv4Network(cidr) || isIpv6Network(cidr)) continue;
    reject(scope, "sourceCidrs", "networks without host bits, such as 203.0.113.0/24", cidr);
  }

  return [
    ...(hostHeaders.length > 0 ? [{ hostHeader: { values: [...hostHeaders] } }] : []),
    ...(pathPatterns.length > 0 ? [{ pathPattern: { values: [...pathPatterns] } }] : []),
    ...(methods.length > 0 ? [{ httpRequestMethod: { values: [...methods] } }] : []),
    ...Object.entries(headers).map(([httpHeaderName, given]) => ({
      httpHeader: { httpHeaderName, values: [...given] },
    })),
    ...(queryStrings.length > 0 ? [{ queryString: queryStrings.map((query) => ({ ...query })) }] : []),
    ...(sourceCidrs.length > 0 ? [{ sourceIp: { values: [...sourceCidrs] } }] : []),
  ];
}

function isIpv6Network(cidr: string): boolean {
  const [address = "", prefix = "", ...rest] = cidr.split("/");
  return rest.length === 0 && isIPv6(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
}
