import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsDeletionProtection = control({
  id: "rds-deletion-protection",
  controls: { "RDS.8": "low" },
  checkov: ["CKV_AWS_293"],
  title: "Databases are protected from deletion",
  why: "One wrong command otherwise deletes the data of everyone.",
  fix: "Set deletion_protection to true.",
  deletionProtection: true,
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "deletion_protection", true),
});
