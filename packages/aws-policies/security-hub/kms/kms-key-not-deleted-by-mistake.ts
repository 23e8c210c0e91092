import { isTrue } from "../../values";
import { pass } from "../../policy";
import { argumentOf, requireAtLeast } from "../shared/arguments";
import { control } from "../shared/control";

/** AWS sees keys that wait for their deletion; before that there is Terraform's guard, and the time to think again. */
export const kmsKeyNotDeletedByMistake = control({
  id: "kms-key-not-deleted-by-mistake",
  controls: { "KMS.3": "critical" },
  title: "Keys are not deleted by mistake",
  why: "What a deleted key encrypted is lost for good: databases, their backups, logs and secrets.",
  fix: "Set lifecycle.prevent_destroy, or leave deletion_window_in_days at 30, so that a deletion can be cancelled.",
  deletionProtection: true,
  types: ["aws_kms_key"],
  judge: (key) =>
    isTrue(argumentOf(key, "lifecycle.prevent_destroy"))
      ? pass
      : requireAtLeast(key, "deletion_window_in_days", 30, 30),
});
