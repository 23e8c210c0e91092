import { control } from "../shared/control";
import { ofEngine, requireLogs } from "../shared/databases";

export const rdsSqlServerLogs = control({
  id: "rds-sql-server-logs",
  controls: { "RDS.40": "medium" },
  title: "SQL Server databases send their logs to CloudWatch",
  why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
  fix: 'List "agent" and "error" in enabled_cloudwatch_logs_exports.',
  types: ["aws_db_instance"],
  judge: (instance) => ofEngine(instance, ["sqlserver-"], () => requireLogs(instance, ["agent", "error"])),
});
