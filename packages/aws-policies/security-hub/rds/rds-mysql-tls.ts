import { control } from "../shared/control";
import { ofEngine, requireParameter } from "../shared/databases";

export const rdsMysqlTls = control({
  id: "rds-mysql-tls",
  controls: { "RDS.39": "medium" },
  checkov: ["CKV2_AWS_69"],
  title: "MySQL databases take TLS connections only",
  why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
  fix: "Set the parameter require_secure_transport to 1 in the parameter group.",
  types: ["aws_db_instance"],
  judge: (instance) =>
    ofEngine(instance, ["mysql"], () =>
      requireParameter(instance, "require_secure_transport", ["1", "ON"], () => false),
    ),
});
