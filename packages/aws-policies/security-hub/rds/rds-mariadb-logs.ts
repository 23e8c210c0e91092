import { control } from "../shared/control";
import { ofEngine, requireLogs } from "../shared/databases";

export const rdsMariadbLogs = control({
  id: "rds-mariadb-logs",
  controls: { "RDS.42": "medium" },
  title: "MariaDB databases send their logs to CloudWatch",
  why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
  fix: 'List "audit" and "error" in enabled_cloudwatch_logs_exports.',
  types: ["aws_db_instance"],
  judge: (instance) => ofEngine(instance, ["mariadb"], () => requireLogs(instance, ["audit", "error"])),
});
