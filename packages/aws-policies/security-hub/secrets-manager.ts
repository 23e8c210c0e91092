import { companionsOf, type Block } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { numberOf } from "../values";
import { argumentOf, textOf } from "./shared/arguments";
import { isReferredTo, requireCompanion } from "./shared/companions";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

/** Blocks that belong to a secret without reading it. */
const ownBlocks = [
  "aws_secretsmanager_secret_policy",
  "aws_secretsmanager_secret_rotation",
  "aws_secretsmanager_secret_version",
];

/** Controls for AWS Secrets Manager. */
export const secretsManager: readonly Control[] = [
  control({
    id: "secrets-manager-rotation",
    controls: { "SecretsManager.1": "medium" },
    checkov: ["CKV2_AWS_57"],
    title: "Secrets are rotated automatically",
    why: "A secret that never changes stays useful to anyone who once saw it.",
    fix: "Add an aws_secretsmanager_secret_rotation.",
    types: ["aws_secretsmanager_secret"],
    check: (secret) => requireCompanion(secret, "aws_secretsmanager_secret_rotation", "secret_id"),
  }),
  control({
    id: "secrets-manager-rotation-period",
    controls: { "SecretsManager.4": "medium" },
    checkov: ["CKV_AWS_304"],
    title: "Rotated secrets change every 90 days",
    why: "The longer a secret lives, the more people and logs have seen it.",
    fix: "Set rotation_rules.automatically_after_days to 90 or less.",
    types: ["aws_secretsmanager_secret"],
    check: (secret) => {
      const [rotation] = companionsOf(secret, "aws_secretsmanager_secret_rotation", "secret_id");
      if (rotation === undefined) return notApplicable("it is not rotated, so only AWS knows when it last changed");
      const days = daysOf(rotation);
      return days !== undefined && days <= 90
        ? pass
        : fail(`${rotation.address} must rotate it every 90 days, got ${days ?? "a schedule that cannot be read"}`);
    },
  }),
  tagControl({
    id: "secrets-manager-secret-tagged",
    control: "SecretsManager.5",
    what: "Secrets",
    types: ["aws_secretsmanager_secret"],
  }),
  // AWS sees when a secret was last read; before that, whether anything could.
  control({
    id: "secrets-manager-secret-used",
    controls: { "SecretsManager.3": "medium" },
    title: "Every secret has a reader",
    why: "A secret that nothing reads any more is forgotten, and still opens what it opened.",
    fix: "Give the secret to a container, or remove it.",
    types: ["aws_secretsmanager_secret"],
    check: (secret) => (isReferredTo(secret, ownBlocks) ? pass : fail("nothing refers to it")),
  }),
];

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
