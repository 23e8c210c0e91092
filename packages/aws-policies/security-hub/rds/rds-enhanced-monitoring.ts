import { requireAtLeast } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsEnhancedMonitoring = control({
  id: "rds-enhanced-monitoring",
  controls: { "RDS.6": "low" },
  checkov: ["CKV_AWS_118"],
  title: "Databases report the metrics of their operating system",
  why: "Without them nobody sees which process takes the memory or waits for the disk.",
  fix: "Set monitoring_interval to 60 or less, with a monitoring_role_arn.",
  types: ["aws_db_instance"],
  judge: (instance) => requireAtLeast(instance, "monitoring_interval", 1),
});
