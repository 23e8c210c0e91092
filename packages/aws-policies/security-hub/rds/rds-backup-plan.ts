import { control } from "../shared/control";
import { requireBackupPlan } from "../shared/backups";

export const rdsBackupPlan = control({
  id: "rds-backup-plan",
  controls: { "RDS.26": "medium" },
  title: "Databases are in a plan of AWS Backup",
  why: "A plan keeps copies outside the reach of who may delete the database, for as long as the law asks, and shows what is not covered.",
  fix: "Add the database to an aws_backup_selection.",
  types: ["aws_db_instance"],
  judge: (instance, stacks) =>
    requireBackupPlan(
      instance,
      stacks,
      `arn:aws:rds:us-east-1:000000000000:db:${String(instance.properties.identifier)}`,
    ),
});
