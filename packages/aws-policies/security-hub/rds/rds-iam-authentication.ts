import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";
import { ofEngine } from "../shared/databases";

export const rdsIamAuthentication = control({
  id: "rds-iam-authentication",
  controls: { "RDS.10": "medium" },
  checkov: ["CKV_AWS_161"],
  title: "Databases accept IAM instead of a password",
  why: "A password can be copied and lives long; a token of IAM lasts 15 minutes and is tied to a role.",
  fix: "Set iam_database_authentication_enabled to true, and let the application ask for a token.",
  types: ["aws_db_instance"],
  judge: (instance) =>
    ofEngine(instance, ["mysql", "postgres", "mariadb"], () =>
      requireArgument(instance, "iam_database_authentication_enabled", true),
    ),
});
