import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsNotPublic = control({
  id: "rds-not-public",
  controls: { "RDS.2": "critical" },
  checkov: ["CKV_AWS_17"],
  title: "Databases have no public address",
  why: "A database with a public address is open to the internet as soon as one security group rule is wrong.",
  fix: "Set publicly_accessible to false.",
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "publicly_accessible", false, false),
});
