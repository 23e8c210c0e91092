import { companionsOf, type Block } from "../../../terraform-json";
import { fail, notApplicable, pass } from "../../policy";
import { numberOf } from "../../values";
import { argumentOf, textOf } from "../shared/arguments";
import { control } from "../shared/control";

export const secretsManagerRotationPeriod = control({
  id: "secrets-manager-rotation-period",
  controls: { "SecretsManager.4": "medium" },
  checkov: ["CKV_AWS_304"],
  title: "Rotated secrets change every 90 days",
  why: "The longer a secret lives, the more people and logs have seen it.",
  fix: "Set rotation_rules.automatically_after_days to 90 or less.",
  types: ["aws_secretsmanager_secret"],
  judge: (secret) => {
    const [rotation] = companionsOf(secret, "aws_secretsmanager_secret_rotation", "secret_id");
    if (rotation === undefined) return notApplicable("it is not rotated, so only AWS knows when it last changed");
    const days = daysOf(rotation);
    return days !== undefined && days <= 90
      ? pass
      : fail(`${rotation.address} must rotate it every 90 days, got ${days ?? "a schedule that cannot be read"}`);
  },
});

/** `rate(10 days)` and `rate(12 hours)` say how often; of a `cron(...)` only a day of every month or week is read: 31 days at most. */
function daysOf(rotation: Block): number | undefined {
  const days = numberOf(argumentOf(rotation, "rotation_rules.automatically_after_days"));
  if (days !== undefined) return days;
  const schedule = textOf(rotation, "rotation_rules.schedule_expression");
  const [, count, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(schedule) ?? [];
  if (count !== undefined) return Number(count) / (unit === "hour" ? 24 : 1);
  const [, month] = /^cron\(\S+ \S+ \S+ (\S+) \S+ \S+\)$/.exec(schedule) ?? [];
  return month === "*" ? 31 : undefined;
}
