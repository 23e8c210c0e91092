import type { Control } from "../shared/control";
import { secretsManagerRotation } from "./secrets-manager-rotation";
import { secretsManagerRotationPeriod } from "./secrets-manager-rotation-period";
import { secretsManagerSecretTagged } from "./secrets-manager-secret-tagged";
import { secretsManagerSecretUsed } from "./secrets-manager-secret-used";

/** Controls for AWS Secrets Manager. */
export const secretsManager: readonly Control[] = [
  secretsManagerRotation,
  secretsManagerRotationPeriod,
  secretsManagerSecretTagged,
  secretsManagerSecretUsed,
];
