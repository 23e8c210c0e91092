import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsMultipleZones = control({
  id: "rds-multiple-zones",
  controls: { "RDS.5": "medium" },
  checkov: ["CKV_AWS_157"],
  title: "Databases have a standby in another availability zone",
  why: "Without a standby, the loss of a zone or of the instance means a restore from the backup: hours, and the last minutes lost.",
  fix: "Set multi_az to true.",
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "multi_az", true),
});
