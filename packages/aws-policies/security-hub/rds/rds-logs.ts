import { notApplicable } from "../../policy";
import { textOf } from "../shared/arguments";
import { control } from "../shared/control";
import { requireLogs } from "../shared/databases";

/** What the control asks of each engine. */
const logs: Readonly<Record<string, readonly string[]>> = {
  mariadb: ["audit", "error", "general", "slowquery"],
  mysql: ["audit", "error", "general", "slowquery"],
  oracle: ["alert", "audit", "trace", "listener"],
  postgres: ["postgresql", "upgrade"],
  sqlserver: ["error", "agent"],
};

export const rdsLogs = control({
  id: "rds-logs",
  controls: { "RDS.9": "medium" },
  checkov: ["CKV_AWS_129"],
  title: "Databases send all their logs to CloudWatch",
  why: "Logs that stay on the instance are gone after days, or with the instance.",
  fix: 'List every log of the engine in enabled_cloudwatch_logs_exports: for PostgreSQL "postgresql" and "upgrade".',
  types: ["aws_db_instance"],
  judge: (instance) => {
    const engine = textOf(instance, "engine");
    const wanted = logs[engine.replace(/^custom-/, "").split("-")[0] ?? ""];
    return wanted === undefined ? notApplicable(`its engine is ${engine}`) : requireLogs(instance, wanted);
  },
});
