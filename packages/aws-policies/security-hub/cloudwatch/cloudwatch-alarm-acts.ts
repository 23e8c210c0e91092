import { control } from "../shared/control";
import { requireSet } from "../shared/arguments";

export const cloudwatchAlarmActs = control({
  id: "cloudwatch-alarm-acts",
  controls: { "CloudWatch.15": "high" },
  title: "An alarm tells somebody",
  why: "An alarm without an action turns red where nobody looks.",
  fix: "Set alarm_actions, for example to an SNS topic.",
  types: ["aws_cloudwatch_metric_alarm"],
  judge: (alarm) => requireSet(alarm, "alarm_actions"),
});
