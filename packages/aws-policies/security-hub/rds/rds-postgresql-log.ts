import { control } from "../shared/control";
import { ofEngine, requireLogs } from "../shared/databases";

export const rdsPostgresqlLog = control({
  id: "rds-postgresql-log",
  controls: { "RDS.36": "medium" },
  title: "PostgreSQL databases send their logs to CloudWatch",
  why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
  fix: 'List "postgresql" in enabled_cloudwatch_logs_exports.',
  types: ["aws_db_instance"],
  judge: (instance) => ofEngine(instance, ["postgres"], () => requireLogs(instance, ["postgresql"])),
});
