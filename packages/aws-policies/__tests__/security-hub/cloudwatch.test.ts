import { cloudwatch } from "../../security-hub/cloudwatch";
import { one, promisesOf } from "./table";

const alarm = "aws_cloudwatch_metric_alarm";
const group = "aws_cloudwatch_log_group";

const promises = promisesOf(cloudwatch, {
  "cloudwatch-alarm-acts": {
    pass: [one(alarm, { alarm_actions: ["${aws_sns_topic.a.arn}"] })],
    fail: {
      "alarm_actions must be set, got nothing": one(alarm, {
        alarm_actions: [],
        ok_actions: ["${aws_sns_topic.a.arn}"],
      }),
    },
  },
  "cloudwatch-alarm-enabled": {
    pass: [one(alarm), one(alarm, { actions_enabled: "true" })],
    fail: { "actions_enabled must be true, got false": one(alarm, { actions_enabled: false }) },
  },
  "cloudwatch-log-retention": {
    pass: [one(group), one(group, { retention_in_days: 0 }), one(group, { retention_in_days: 365 })],
    fail: {
      "retention_in_days must be at least 365, got 30": one(group, { retention_in_days: 30 }),
      'retention_in_days must be at least 365, got "${data.a.b.days}"': one(group, {
        retention_in_days: "${data.a.b.days}",
      }),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
