import { companionsOf } from "../../terraform-json";
import { fail, pass } from "../policy";
import { isSet, requireArgument } from "./shared/arguments";
import { control, type Control } from "./shared/control";

/** Controls for AWS WAF. */
export const waf: readonly Control[] = [
  control({
    id: "waf-rule-group-metrics",
    controls: { "WAF.12": "medium" },
    title: "Rules of a web application firewall are measured",
    why: "Without metrics nobody sees an attack, or that a rule refuses users.",
    fix: "Set visibility_config.cloudwatch_metrics_enabled to true.",
    types: ["aws_wafv2_rule_group"],
    check: (group) => requireArgument(group, "visibility_config.cloudwatch_metrics_enabled", true),
  }),
  control({
    id: "waf-web-acl-logs",
    controls: { "WAF.11": "low" },
    checkov: ["CKV2_AWS_31"],
    title: "Web ACLs log requests",
    why: "Only the log says which rule refused a user, and what an attacker tried.",
    fix: "Add an aws_wafv2_web_acl_logging_configuration.",
    types: ["aws_wafv2_web_acl"],
    check: (webAcl) =>
      companionsOf(webAcl, "aws_wafv2_web_acl_logging_configuration", "resource_arn").length > 0
        ? pass
        : fail("no aws_wafv2_web_acl_logging_configuration is for it"),
  }),
  control({
    id: "waf-web-acl-rules",
    controls: { "WAF.10": "medium" },
    checkov: ["CKV_AWS_175"],
    title: "Web ACLs have rules",
    why: "An empty web ACL refuses nothing, and looks as if it did.",
    fix: "Add a rule or a rule group.",
    types: ["aws_wafv2_web_acl"],
    check: (webAcl) =>
      isSet(webAcl, "rule") || isSet(webAcl, "rule_json") ? pass : fail("it has neither rule nor rule group"),
  }),
];
