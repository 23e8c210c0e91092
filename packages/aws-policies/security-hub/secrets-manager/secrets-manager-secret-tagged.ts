import { tagControl } from "../shared/tags";

export const secretsManagerSecretTagged = tagControl({
  id: "secrets-manager-secret-tagged",
  control: "SecretsManager.5",
  what: "Secrets",
  types: ["aws_secretsmanager_secret"],
});
