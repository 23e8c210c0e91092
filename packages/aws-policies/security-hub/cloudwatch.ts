import { pass } from "../policy";
import { argumentOf, requireArgument, requireAtLeast, requireSet } from "./shared/arguments";
import { control, type Control } from "./shared/control";

/** Controls for Amazon CloudWatch. */
export const cloudwatch: readonly Control[] = [
  control({
    id: "cloudwatch-alarm-acts",
    controls: { "CloudWatch.15": "high" },
    title: "An alarm tells somebody",
    why: "An alarm without an action turns red where nobody looks.",
    fix: "Set alarm_actions, for example to an SNS topic.",
    types: ["aws_cloudwatch_metric_alarm"],
    check: (alarm) => requireSet(alarm, "alarm_actions"),
  }),
  control({
    id: "cloudwatch-alarm-enabled",
    controls: { "CloudWatch.17": "high" },
    checkov: ["CKV_AWS_319"],
    title: "The actions of an alarm are switched on",
    why: "With actions switched off, often for a deployment and then forgotten, the alarm stays silent.",
    fix: "Set actions_enabled to true.",
    types: ["aws_cloudwatch_metric_alarm"],
    check: (alarm) => requireArgument(alarm, "actions_enabled", true, true),
  }),
  control({
    id: "cloudwatch-log-retention",
    controls: { "CloudWatch.16": "medium" },
    checkov: ["CKV_AWS_338"],
    title: "Logs are kept for a year",
    why: "An intrusion is found after months; logs that are gone by then cannot tell what happened.",
    fix: "Set retention_in_days to 365 or more, or to 0 to keep them for ever.",
    types: ["aws_cloudwatch_log_group"],
    check: (group) =>
      Number(argumentOf(group, "retention_in_days") ?? 0) === 0
        ? pass
        : requireAtLeast(group, "retention_in_days", 365),
  }),
];
