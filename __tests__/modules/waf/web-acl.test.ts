import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { EncryptionKey } from "../../../modules/encryption";
import { WebAcl, type WebAclLogs, type WebAclProps } from "../../../modules/waf";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { policies } from "../../../policies/policies";

const stackWith = (
  { logs, ...props }: Partial<Omit<WebAclProps, "logs">> & { logs?: Partial<WebAclLogs> } = {},
  use: (webAcl: WebAcl) => void = () => {},
) =>
  testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", {
      alias: "logs",
      description: "Logs",
      services: ["logs.eu-central-1.amazonaws.com"],
    });
    use(new WebAcl(scope, "firewall", { name: "shop", logs: { encryptionKey, ...logs }, ...props }));
  });

interface WrittenRule {
  readonly name: string;
  readonly priority: number;
  readonly statement: Readonly<Record<string, object>>;
}

const rulesOf = (stack: ReturnType<typeof stackWith>) => stack.resource(Wafv2WebAcl).properties.rule as WrittenRule[];
const ruleOf = (stack: ReturnType<typeof stackWith>, wanted: string) =>
  rulesOf(stack).find(({ name }) => name === wanted);

describe("a web ACL with only what it needs", () => {
  const stack = stackWith();

  test("lets in what no rule refuses", () => {
    expect(stack).toHaveResource(Wafv2WebAcl, { name: "shop", scope: "REGIONAL", defaultAction: { allow: {} } });
  });

  test("limits each address to 2000 requests in 5 minutes, then asks the rules of AWS", () => {
    expect(rulesOf(stack).map(({ name, priority }) => [priority, name])).toEqual([
      [0, "rate-limit"],
      [1, "AWSManagedRulesAmazonIpReputationList"],
      [2, "AWSManagedRulesCommonRuleSet"],
      [3, "AWSManagedRulesKnownBadInputsRuleSet"],
    ]);
    expect(ruleOf(stack, "rate-limit")).toMatchObject({
      action: { block: {} },
      statement: { rate_based_statement: { aggregate_key_type: "IP", evaluation_window_sec: 300, limit: 2000 } },
    });
  });

  test("refuses what a rule of AWS refuses, but no form or upload of more than 8 KiB", () => {
    expect(ruleOf(stack, "AWSManagedRulesCommonRuleSet")).toMatchObject({
      override_action: { none: {} },
      statement: {
        managed_rule_group_statement: {
          name: "AWSManagedRulesCommonRuleSet",
          vendor_name: "AWS",
          rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
        },
      },
    });
  });

  test("measures itself and each rule", () => {
    const measured = (metric_name: string) => ({
      cloudwatch_metrics_enabled: true,
      metric_name,
      sampled_requests_enabled: true,
    });
    expect(stack).toHaveResource(Wafv2WebAcl, { visibilityConfig: measured("shop") });
    expect(rulesOf(stack)).toMatchObject(
      rulesOf(stack).map(({ name }) => ({ visibility_config: measured(`shop-${name}`) })),
    );
  });

  test("logs refused requests for a year, encrypted, without cookies and credentials", () => {
    expect(stack).toHaveResource(CloudwatchLogGroup, {
      name: "aws-waf-logs-shop",
      retentionInDays: 365,
      kmsKeyId: referenceTo(KmsKey, "arn"),
      lifecycle: { prevent_destroy: true },
    });
    expect(stack).toHaveResource(Wafv2WebAclLoggingConfiguration, {
      resourceArn: referenceTo(Wafv2WebAcl, "arn"),
      logDestinationConfigs: [referenceTo(CloudwatchLogGroup, "arn")],
      redactedFields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
      loggingFilter: {
        default_behavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: [{ action_condition: { action: "BLOCK" } }, { action_condition: { action: "COUNT" } }],
          },
        ],
      },
    });
  });

  test("has no lists of addresses", () => {
    expect(stack).toHaveNoResource(Wafv2IpSet);
  });

  test("satisfies every policy", () => {
    expect(stack).toSatisfyPolicies(policies);
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

describe("lists of addresses", () => {
  const stack = stackWith({
    allowedAddresses: ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32"],
    blockedAddresses: ["192.0.2.0/24"],
  });

  test("come before every other rule, allowed ones first", () => {
    const decided = rulesOf(stack).map((rule) => [rule.name, "action" in rule ? rule.action : undefined]);
    expect(decided.slice(0, 4)).toEqual([
      ["allowed-ipv4", { allow: {} }],
      ["allowed-ipv6", { allow: {} }],
      ["blocked-ipv4", { block: {} }],
      ["rate-limit", { block: {} }],
    ]);
  });

  test("are one IP set for each version of IP", () => {
    const sets = stack.everyResource(Wafv2IpSet).map(({ properties }) => properties);
    expect(sets).toMatchObject([
      { name: "shop-allowed-ipv4", ip_address_version: "IPV4", addresses: ["198.51.100.7/32", "203.0.113.0/24"] },
      { name: "shop-allowed-ipv6", ip_address_version: "IPV6", addresses: ["2001:db8::/32"] },
      { name: "shop-blocked-ipv4", ip_address_version: "IPV4", addresses: ["192.0.2.0/24"] },
    ]);
    const { address } = stack.resource(Wafv2IpSet, { path: "firewall/blocked-ipv4" });
    expect(ruleOf(stack, "blocked-ipv4")?.statement).toEqual({
      ip_set_reference_statement: { arn: `\${${address}.arn}` },
    });
  });
});

test("a trial counts what would be refused, and keeps allowed addresses", () => {
  const stack = stackWith({
    countOnly: true,
    allowedAddresses: ["203.0.113.0/24"],
    blockedAddresses: ["192.0.2.0/24"],
    managedRules: ["AWSManagedRulesSQLiRuleSet"],
  });
  expect(rulesOf(stack)).toMatchObject([
    { name: "allowed-ipv4", action: { allow: {} } },
    { name: "blocked-ipv4", action: { count: {} } },
    { name: "rate-limit", action: { count: {} } },
    { name: "AWSManagedRulesSQLiRuleSet", override_action: { count: {} } },
  ]);
});

test("every option is where WAF reads it", () => {
  const stack = stackWith({
    defaultAction: "block",
    allowedAddresses: ["203.0.113.0/24"],
    rateLimit: { requests: 100, windowSeconds: 60 },
    managedRules: [{ name: "AWSManagedRulesLinuxRuleSet", version: "Version_2.1" }],
    logs: { requests: "all", redactedHeaders: [], retentionDays: 30 },
    deletionProtection: false,
  });
  expect(stack).toHaveResource(Wafv2WebAcl, { defaultAction: { block: {} } });
  expect(ruleOf(stack, "rate-limit")?.statement).toMatchObject({
    rate_based_statement: { evaluation_window_sec: 60, limit: 100 },
  });
  expect(ruleOf(stack, "AWSManagedRulesLinuxRuleSet")?.statement).toMatchObject({
    managed_rule_group_statement: { version: "Version_2.1", rule_action_override: [] },
  });
  expect(stack).toHaveResource(CloudwatchLogGroup, { retentionInDays: 30, lifecycle: absent() });
  expect(stack).toHaveResource(Wafv2WebAclLoggingConfiguration, { redactedFields: [], loggingFilter: absent() });
});

test("a web ACL may have lists of addresses alone", () => {
  const stack = stackWith({ rateLimit: false, managedRules: [], blockedAddresses: ["192.0.2.0/24"] });
  expect(rulesOf(stack).map(({ name }) => name)).toEqual(["blocked-ipv4"]);
});

test("a load balancer asks the web ACL that protects it", () => {
  const stack = testStack((scope) => {
    const services = ["logs.eu-central-1.amazonaws.com"] as const;
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "logs", description: "Logs", services });
    const webAcl = new WebAcl(scope, "firewall", { name: "shop", logs: { encryptionKey } });
    webAcl.protect(scope, "protection", { arn: "arn:aws:elasticloadbalancing:::loadbalancer/app/shop/1" });
  });
  expect(stack).toHaveResource(Wafv2WebAclAssociation, {
    webAclArn: referenceTo(Wafv2WebAcl, "arn"),
    resourceArn: "arn:aws:elasticloadbalancing:::loadbalancer/app/shop/1",
  });
});

const addressRule =
  "ranges of addresses other than /0 and without host bits, for example 203.0.113.0/24 or 2001:db8::/32";
const rejections: [what: string, props: Parameters<typeof stackWith>[0], message: string][] = [
  [
    "a name with spaces",
    { name: "my shop" },
    'name must be 1 to 100 letters, digits, hyphens and underscores, got "my shop".',
  ],
  [
    "the same rule group twice",
    { managedRules: ["AWSManagedRulesSQLiRuleSet", { name: "AWSManagedRulesSQLiRuleSet" }] },
    'managedRules must be different from each other, got "AWSManagedRulesSQLiRuleSet".',
  ],
  [
    "too low a limit",
    { rateLimit: { requests: 9 } },
    "rateLimit.requests must be a whole number from 10 to 2000000000 requests, got 9.",
  ],
  [
    "a window that WAF does not offer",
    { rateLimit: { requests: 10, windowSeconds: 30 as 60 } },
    "rateLimit.windowSeconds must be one of 60, 120, 300, 600, got 30.",
  ],
  ...["0.0.0.0/0", "203.0.113.7/24", "203.0.113.7", "300.0.0.0/8", "2001:db8::/129", "::/0", "office"].map(
    (address): [string, Parameters<typeof stackWith>[0], string] => [
      `the address ${address}`,
      { allowedAddresses: [address] },
      `allowedAddresses must be ${addressRule}, got "${address}".`,
    ],
  ),
  [
    "a header in upper case",
    { logs: { redactedHeaders: ["Cookie"] } },
    'logs.redactedHeaders must be the name of a header in lower case, for example authorization, got "Cookie".',
  ],
  [
    "days that CloudWatch Logs does not offer",
    { logs: { retentionDays: 31 as 30 } },
    "logs.retentionDays must be one of 1, 3, 5, 7, 14, 30,",
  ],
];

test.each(rejections)("%s is rejected at synth", (_, props, message) => {
  expect(() => stackWith(props)).toThrow(`test/firewall: ${message}`);
});

test("a key that CloudWatch Logs may not use is rejected at synth", () => {
  const fill = () =>
    testStack((scope) => {
      const encryptionKey = new EncryptionKey(scope, "key", { alias: "logs", description: "Logs" });
      new WebAcl(scope, "firewall", { name: "shop", logs: { encryptionKey } });
    });
  expect(fill).toThrow('encryptionKey must be a key that logs.eu-central-1.amazonaws.com may use, got "test/key".');
});
