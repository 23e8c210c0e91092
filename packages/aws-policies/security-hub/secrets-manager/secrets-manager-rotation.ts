import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const secretsManagerRotation = control({
  id: "secrets-manager-rotation",
  controls: { "SecretsManager.1": "medium" },
  checkov: ["CKV2_AWS_57"],
  title: "Secrets are rotated automatically",
  why: "A secret that never changes stays useful to whoever once saw it.",
  fix: "Add an aws_secretsmanager_secret_rotation.",
  types: ["aws_secretsmanager_secret"],
  judge: (secret) => requireCompanion(secret, "aws_secretsmanager_secret_rotation", "secret_id"),
});
