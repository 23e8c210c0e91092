import type { Control } from "../shared/control";
import { kmsKeyNotDeletedByMistake } from "./kms-key-not-deleted-by-mistake";
import { kmsKeyNotPublic } from "./kms-key-not-public";
import { kmsKeyRotation } from "./kms-key-rotation";
import { kmsNoDecryptOnAllKeys } from "./kms-no-decrypt-on-all-keys";

/** Controls for AWS KMS. */
export const kms: readonly Control[] = [
  kmsKeyNotDeletedByMistake,
  kmsKeyNotPublic,
  kmsKeyRotation,
  kmsNoDecryptOnAllKeys,
];
