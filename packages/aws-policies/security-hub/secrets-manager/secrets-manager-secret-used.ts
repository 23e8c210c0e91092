import { fail, pass } from "../../policy";
import { isReferredTo } from "../shared/companions";
import { control } from "../shared/control";

/** Blocks that belong to a secret without reading it. */
const own = [
  "aws_secretsmanager_secret_policy",
  "aws_secretsmanager_secret_rotation",
  "aws_secretsmanager_secret_version",
];

/** AWS sees when a secret was last read; before that, whether anything could. */
export const secretsManagerSecretUsed = control({
  id: "secrets-manager-secret-used",
  controls: { "SecretsManager.3": "medium" },
  title: "Every secret has a reader",
  why: "A secret that nothing reads any more is forgotten, and still opens what it opened.",
  fix: "Give the secret to a container, or remove it.",
  types: ["aws_secretsmanager_secret"],
  judge: (secret) => (isReferredTo(secret, own) ? pass : fail("nothing refers to it")),
});
