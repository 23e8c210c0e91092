import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import { checkPattern, checkRange, invalid } from "../shared";
import type { TargetGroup } from "./target-group";

export interface ListenerRuleProps {
  readonly listenerArn: string;
  /** Rules are tried in this order; unique in its listener. 1 to 50000. */
  readonly priority: number;
  /** Such as `app.example.com` or `*.example.com`. @default - every host; then paths are given */
  readonly hostHeaders?: readonly string[];
  /** Such as `/api/*`. @default - every path; then hosts are given */
  readonly pathPatterns?: readonly string[];
  readonly targetGroup: TargetGroup;
  /** Whether CodeDeploy decides, after the first apply, which target group the requests go to. @default - false */
  readonly actionByCodeDeploy?: boolean;
}

/** Sends the requests for some host names or paths to a target group. */
export class ListenerRule extends Construct {
  readonly rule: LbListenerRule;
  readonly arn: string;
  readonly listenerArn: string;
  readonly targetGroup: TargetGroup;
  readonly actionByCodeDeploy: boolean;

  constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    const { listenerArn, priority, hostHeaders = [], pathPatterns = [], targetGroup } = props;
    const { actionByCodeDeploy = false } = props;
    checkRange(this, "priority", priority, { minimum: 1, maximum: 50_000 });
    if (hostHeaders.length + pathPatterns.length === 0) {
      invalid(this, "hostHeaders", "one or more host names where no pathPatterns are given", hostHeaders);
    }
    // Source: Elastic Load Balancing, "Quotas for your Application Load Balancers".
    const values = [...hostHeaders, ...pathPatterns];
    if (values.length > 5) invalid(this, "hostHeaders and pathPatterns", "at most 5 values together", values);
    const wildcards = values.join("").replace(/[^*?]/g, "").length;
    if (wildcards > 5) invalid(this, "hostHeaders and pathPatterns", "at most 5 wildcards together", values);
    for (const hostHeader of hostHeaders) {
      checkPattern(this, "hostHeaders", hostHeader, {
        pattern: /^(?=.*\.)[A-Za-z0-9*?.-]{1,128}$/,
        allowed: "1 to 128 letters, digits, hyphens, dots and the wildcards * and ?",
      });
    }
    for (const pathPattern of pathPatterns) {
      checkPattern(this, "pathPatterns", pathPattern, {
        pattern: /^\/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/,
        allowed: "1 to 128 characters that begin with a slash, with the wildcards * and ?",
      });
    }

    this.rule = new LbListenerRule(this, "rule", {
      listenerArn,
      priority,
      condition: [
        ...(hostHeaders.length > 0 ? [{ hostHeader: { values: [...hostHeaders] } }] : []),
        ...(pathPatterns.length > 0 ? [{ pathPattern: { values: [...pathPatterns] } }] : []),
      ],
      action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      lifecycle: actionByCodeDeploy ? { ignoreChanges: ["action"] } : undefined,
    });
    this.arn = this.rule.arn;
    this.listenerArn = listenerArn;
    this.actionByCodeDeploy = actionByCodeDeploy;
    this.targetGroup = targetGroup;
  }
}
