import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { logRetentionDays } from "../../aws/limits";
import * as limits from "../../aws/web-acls";
import type { ILoadBalancer } from "../alb/interfaces";
import type { EncryptionKey } from "../encryption";
import type { RetentionDays } from "../logs";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import {
  addressRule,
  defaultManagedRules,
  inOrder,
  managedRule,
  rateRule,
  type ManagedRuleGroup,
  type ManagedRuleGroupName,
  type RateLimit,
  type Rule,
} from "./rules";

export interface WebAclProps {
  /** 1 to 100 letters, digits, hyphens and underscores. A change replaces it, which needs a new association first. */
  readonly name: string;
  /**
   * Rule groups of AWS, in the order in which they are evaluated; `[]` for none.
   * @default - Amazon's IP reputation list, the common rule set (without its limit for bodies of 8 KiB) and known bad inputs
   */
  readonly managedRules?: readonly (ManagedRuleGroupName | ManagedRuleGroup)[];
  /** @default - 2000 requests of an address in 5 minutes; false: no limit */
  readonly rateLimit?: RateLimit | false;
  /** Ranges of IPv4 and IPv6 addresses whose requests are never refused, in CIDR notation: monitoring, offices. @default - none */
  readonly allowedAddresses?: readonly string[];
  /** Ranges of IPv4 and IPv6 addresses whose requests are always refused. @default - none */
  readonly blockedAddresses?: readonly string[];
  /** What happens to requests that no rule decides. "block" lets in `allowedAddresses` alone. @default - "allow" */
  readonly defaultAction?: "allow" | "block";
  /** Whether rules only count what they would refuse, for a trial; the default action is unchanged. @default - false */
  readonly countOnly?: boolean;
  readonly logs: WebAclLogs;
  /** Whether Terraform refuses to destroy its logs. @default - true */
  readonly deletionProtection?: boolean;
}

export interface WebAclLogs {
  /** Encrypts the log group `aws-waf-logs-<name>`; its `services` must include CloudWatch Logs. */
  readonly encryptionKey: EncryptionKey;
  /** Days after which an event is deleted. @default - 365 */
  readonly retentionDays?: RetentionDays;
  /** Requests that are logged. @default - "refused": those that a rule blocks or counts */
  readonly requests?: "all" | "refused";
  /** Headers whose values are not logged, in lower case. @default - authorization and cookie */
  readonly redactedHeaders?: readonly string[];
}

/** An AWS WAF web ACL for load balancers: `webAcl.protect(loadBalancer)`. */
export class WebAcl extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { name, rateLimit = { requests: 2000 }, defaultAction = "allow", countOnly = false, logs } = props;
    const { deletionProtection = true } = props;
    const managedRules = (props.managedRules ?? defaultManagedRules).map((group) =>
      typeof group === "string" ? { name: group } : group,
    );
    checkWebAcl(this, props, managedRules);

    const webAcl = new Wafv2WebAcl(this, "web-acl", {
      name,
      scope: "REGIONAL",
      defaultAction: { [defaultAction]: {} },
      rule: inOrder(
        [
          ...this.addressRules("allowed", props.allowedAddresses ?? [], name),
          ...this.addressRules("blocked", props.blockedAddresses ?? [], name),
          ...(rateLimit === false ? [] : [rateRule(rateLimit)]),
          ...managedRules.map(managedRule),
        ],
        name,
        countOnly,
      ),
      visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true },
    });
    this.arn = webAcl.arn;
    this.name = name;
    const { encryptionKey, retentionDays = 365, requests = "refused" } = logs;
    const { redactedHeaders = ["authorization", "cookie"] } = logs;
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: limits.logGroupName(name),
      retentionInDays: retentionDays,
      kmsKeyId: encryptionKey.arn,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new Wafv2WebAclLoggingConfiguration(this, "logs", {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: redactedHeaders.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: requests === "all" ? undefined : refusedOnly,
    });
  }

  /** Has the load balancer ask this web ACL about every request. A load balancer has one web ACL at a time. */
  protect(scope: Construct, id: string, loadBalancer: Pick<ILoadBalancer, "arn">): void {
    new Wafv2WebAclAssociation(scope, id, { webAclArn: this.arn, resourceArn: loadBalancer.arn });
  }

  /** One rule and one IP set for each version of IP that there are addresses of. */
  private addressRules(kind: "allowed" | "blocked", addresses: readonly string[], webAcl: string): Rule[] {
    const versions = {
      ipv4: addresses.filter((address) => !address.includes(":")),
      ipv6: addresses.filter((address) => address.includes(":")),
    };
    return Object.entries(versions).flatMap(([version, ofVersion]) => {
      if (ofVersion.length === 0) return [];
      const name = `${kind}-${version}`;
      const ipSet = new Wafv2IpSet(this, name, {
        name: `${webAcl}-${name}`,
        scope: "REGIONAL",
        ipAddressVersion: version.toUpperCase(),
        addresses: ofVersion.toSorted(),
      });
      return [addressRule(name, ipSet.arn, kind === "allowed" ? "allow" : "block")];
    });
  }
}

const refusedOnly = {
  defaultBehavior: "DROP",
  filter: [
    {
      behavior: "KEEP",
      requirement: "MEETS_ANY",
      condition: [{ actionCondition: { action: "BLOCK" } }, { actionCondition: { action: "COUNT" } }],
    },
  ],
};

/** @throws UserError for the first property that WAF would refuse */
function checkWebAcl(scope: Construct, props: WebAclProps, managedRules: readonly ManagedRuleGroup[]): void {
  const { rateLimit = false, allowedAddresses = [], blockedAddresses = [], logs } = props;
  checkPattern(scope, "name", props.name, limits.webAclName);
  const names = managedRules.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    checkOneOf(scope, "managedRules", name, limits.managedRuleGroups);
    if (names.indexOf(name) !== index) reject(scope, "managedRules", "different from each other", name);
  }
  if (rateLimit !== false) {
    checkRange(scope, "rateLimit.requests", rateLimit.requests, limits.rateLimit);
    checkOneOf(scope, "rateLimit.windowSeconds", rateLimit.windowSeconds, limits.rateWindowSeconds);
  }
  for (const [field, addresses] of Object.entries({ allowedAddresses, blockedAddresses })) {
    for (const address of addresses) {
      if (!limits.isAddressRange(address)) reject(scope, field, limits.addressRangeRule, address);
    }
  }
  checkOneOf(scope, "logs.retentionDays", logs.retentionDays, logRetentionDays);
  logs.encryptionKey.checkServes(scope, "logs");
  for (const header of logs.redactedHeaders ?? []) {
    checkPattern(scope, "logs.redactedHeaders", header, limits.headerName);
  }
}
