import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsMinorUpgrades = control({
  id: "rds-minor-upgrades",
  controls: { "RDS.13": "high" },
  checkov: ["CKV_AWS_226"],
  title: "Databases get minor versions automatically",
  why: "Minor versions close security holes; put off by hand, they come late or never.",
  fix: "Set auto_minor_version_upgrade to true.",
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "auto_minor_version_upgrade", true, true),
});
