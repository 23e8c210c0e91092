import { tagControl } from "../shared/tags";

export const rdsSubnetGroupTagged = tagControl({
  id: "rds-subnet-group-tagged",
  control: "RDS.33",
  what: "Subnet groups of databases",
  types: ["aws_db_subnet_group"],
});
