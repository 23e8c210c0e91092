import { LbListenerRule, type LbListenerRuleAction } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import { checkRange } from "../shared";
import { fixedResponseAction, loginAction, redirectAction } from "./actions";
import type { CognitoLogin, FixedResponse, Redirect } from "./actions";
import { ruleConditions, type RuleConditions } from "./conditions";
import type { TargetGroup } from "./target-group";

/** What happens to a request that matches: it goes to a target group, elsewhere, or is answered at once. */
export type RuleAction =
  | {
      readonly targetGroup: TargetGroup;
      /** Users log in before their requests go to the target group. @default - no login */
      readonly login?: CognitoLogin;
      /** CodeDeploy would remove a login. */
      readonly actionByCodeDeploy?: false;
      readonly redirect?: never;
      readonly fixedResponse?: never;
    }
  | {
      readonly targetGroup: TargetGroup;
      /** Whether CodeDeploy decides, after the first apply, which target group the requests go to. @default - false */
      readonly actionByCodeDeploy?: boolean;
      readonly login?: never;
      readonly redirect?: never;
      readonly fixedResponse?: never;
    }
  | {
      /** Such as `{ host: "example.com" }` in a rule for `www.example.com`. */
      readonly redirect: Redirect;
      readonly targetGroup?: never;
      readonly login?: never;
      readonly actionByCodeDeploy?: never;
      readonly fixedResponse?: never;
    }
  | {
      /** Such as `{ statusCode: 404 }` for `/internal/*`. */
      readonly fixedResponse: FixedResponse;
      readonly targetGroup?: never;
      readonly login?: never;
      readonly actionByCodeDeploy?: never;
      readonly redirect?: never;
    };

export type ListenerRuleProps = RuleConditions &
  RuleAction & {
    /** Of an HTTPS listener. */
    readonly listenerArn: string;
    /** Rules are tried in this order; unique in its listener. 1 to 50000. */
    readonly priority: number;
  };

/** What an HTTPS listener does with the requests that match all conditions of the rule. */
export class ListenerRule extends Construct {
  readonly rule: LbListenerRule;
  readonly arn: string;
  readonly listenerArn: string;
  /** Where the requests go; a redirect and a fixed response have none. */
  readonly targetGroup?: TargetGroup;
  readonly actionByCodeDeploy: boolean;

  constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    const { listenerArn, priority, targetGroup, actionByCodeDeploy = false } = props;
    checkRange(this, "priority", priority, { minimum: 1, maximum: 50_000 });

    this.rule = new LbListenerRule(this, "rule", {
      listenerArn,
      priority,
      condition: ruleConditions(this, props),
      action: this.actions(props),
      lifecycle: actionByCodeDeploy ? { ignoreChanges: ["action"] } : undefined,
    });
    this.arn = this.rule.arn;
    this.listenerArn = listenerArn;
    this.actionByCodeDeploy = actionByCodeDeploy;
    this.targetGroup = targetGroup;
  }

  private actions(props: ListenerRuleProps): LbListenerRuleAction[] {
    if (props.redirect !== undefined) return [redirectAction(this, props.redirect, props)];
    if (props.fixedResponse !== undefined) return [fixedResponseAction(this, props.fixedResponse)];
    const forward = { type: "forward", targetGroupArn: props.targetGroup.arn };
    return props.login === undefined ? [forward] : [loginAction(this, props.login), forward];
  }
}
