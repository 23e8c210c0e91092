import { pass } from "../../policy";
import { argumentOf, requireAtLeast } from "../shared/arguments";
import { control } from "../shared/control";

export const cloudwatchLogRetention = control({
  id: "cloudwatch-log-retention",
  controls: { "CloudWatch.16": "medium" },
  checkov: ["CKV_AWS_338"],
  title: "Logs are kept for a year",
  why: "An intrusion is found after months; logs that are gone by then cannot tell what happened.",
  fix: "Set retention_in_days to 365 or more, or to 0 to keep them for ever.",
  types: ["aws_cloudwatch_log_group"],
  judge: (group) =>
    Number(argumentOf(group, "retention_in_days") ?? 0) === 0 ? pass : requireAtLeast(group, "retention_in_days", 365),
});
