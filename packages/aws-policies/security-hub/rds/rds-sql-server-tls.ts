import { control } from "../shared/control";
import { ofEngine, requireParameter } from "../shared/databases";

export const rdsSqlServerTls = control({
  id: "rds-sql-server-tls",
  controls: { "RDS.41": "medium" },
  checkov: ["CKV2_AWS_69"],
  title: "SQL Server databases take TLS connections only",
  why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
  fix: "Set the parameter rds.force_ssl to 1 in the parameter group.",
  types: ["aws_db_instance"],
  judge: (instance) =>
    ofEngine(instance, ["sqlserver-"], () => requireParameter(instance, "rds.force_ssl", ["1"], () => false)),
});
