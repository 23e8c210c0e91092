import { waf } from "../../security-hub/waf";
import { one, promisesOf } from "./table";

const type = "aws_wafv2_web_acl";
const group = "aws_wafv2_rule_group";

const promises = promisesOf(waf, {
  "waf-rule-group-metrics": {
    pass: [one(group, { visibility_config: { cloudwatch_metrics_enabled: true } })],
    fail: {
      "visibility_config.cloudwatch_metrics_enabled must be true, got false": one(group, {
        visibility_config: { cloudwatch_metrics_enabled: false },
      }),
    },
  },
  "waf-web-acl-logs": {
    pass: [
      one(
        type,
        {},
        {
          aws_wafv2_web_acl_logging_configuration: {
            a: { resource_arn: "${aws_wafv2_web_acl.this.arn}", log_destination_configs: ["arn:aws:logs:::a"] },
          },
        },
      ),
    ],
    fail: { "no aws_wafv2_web_acl_logging_configuration is for it": one(type) },
  },
  "waf-web-acl-rules": {
    pass: [one(type, { rule: [{ name: "rate-limit", priority: 0 }] }), one(type, { rule_json: "[]" })],
    fail: { "it has neither rule nor rule group": one(type) },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
