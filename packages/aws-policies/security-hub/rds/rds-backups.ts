import { notApplicable } from "../../policy";
import { isSet, requireAtLeast } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsBackups = control({
  id: "rds-backups",
  controls: { "RDS.11": "medium" },
  checkov: ["CKV_AWS_133"],
  title: "Databases are backed up, and the backups kept for 7 days",
  why: "A mistake that deletes or spoils rows is often found only after a weekend.",
  fix: "Set backup_retention_period to 7 or more.",
  types: ["aws_db_instance"],
  judge: (instance) =>
    isSet(instance, "replicate_source_db")
      ? notApplicable("it is a read replica")
      : requireAtLeast(instance, "backup_retention_period", 7),
});
