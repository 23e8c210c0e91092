import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsEncrypted = control({
  id: "rds-encrypted",
  controls: { "RDS.3": "medium" },
  checkov: ["CKV_AWS_16"],
  title: "Databases are encrypted at rest",
  why: "Whoever gets a copy of an unencrypted volume, backup or snapshot reads everything in it.",
  fix: "Set storage_encrypted to true; for an existing database restore an encrypted copy of a snapshot.",
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "storage_encrypted", true),
});
