import { secretsManager } from "../../security-hub/secrets-manager";
import { one, tagCase, promisesOf } from "./table";

const type = "aws_secretsmanager_secret";
const rotated = (rotation_rules: Record<string, unknown>) =>
  one(
    type,
    {},
    {
      aws_secretsmanager_secret_rotation: { a: { secret_id: "${aws_secretsmanager_secret.this.id}", rotation_rules } },
    },
  );

const promises = promisesOf(secretsManager, {
  "secrets-manager-rotation": {
    pass: [rotated({ automatically_after_days: 30 })],
    fail: { "no aws_secretsmanager_secret_rotation is for it": one(type) },
  },
  "secrets-manager-rotation-period": {
    pass: [
      rotated({ automatically_after_days: 90 }),
      rotated({ schedule_expression: "rate(10 days)" }),
      rotated({ schedule_expression: "rate(12 hours)" }),
      rotated({ schedule_expression: "cron(0 8 1 * ? *)" }),
    ],
    fail: {
      "aws_secretsmanager_secret_rotation.a must rotate it every 90 days, got 180": rotated({
        automatically_after_days: 180,
      }),
      "aws_secretsmanager_secret_rotation.a must rotate it every 90 days, got a schedule that cannot be read": rotated({
        schedule_expression: "cron(0 8 1 1 ? *)",
      }),
    },
    notApplicable: { "it is not rotated, so only AWS knows when it last changed": one(type) },
  },
  "secrets-manager-secret-tagged": tagCase(type),
  "secrets-manager-secret-used": {
    pass: [
      one(
        type,
        {},
        {
          aws_iam_role_policy: {
            a: { policy: '{"Statement":[{"Resource":"${aws_secretsmanager_secret.this.arn}"}]}' },
          },
        },
      ),
    ],
    fail: {
      "nothing refers to it": one(
        type,
        {},
        {
          aws_secretsmanager_secret_version: { a: { secret_id: "${aws_secretsmanager_secret.this.id}" } },
        },
      ),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
