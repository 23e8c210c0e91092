import { tagControl } from "../shared/tags";

export const rdsInstanceTagged = tagControl({
  id: "rds-instance-tagged",
  control: "RDS.30",
  what: "Databases",
  types: ["aws_db_instance"],
});
