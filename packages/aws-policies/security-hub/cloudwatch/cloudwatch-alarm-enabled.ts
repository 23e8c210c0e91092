import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const cloudwatchAlarmEnabled = control({
  id: "cloudwatch-alarm-enabled",
  controls: { "CloudWatch.17": "high" },
  checkov: ["CKV_AWS_319"],
  title: "The actions of an alarm are switched on",
  why: "With actions switched off, often for a deployment and then forgotten, the alarm stays silent.",
  fix: "Set actions_enabled to true.",
  types: ["aws_cloudwatch_metric_alarm"],
  judge: (alarm) => requireArgument(alarm, "actions_enabled", true, true),
});
