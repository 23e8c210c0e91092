import { control } from "../shared/control";
import { ofEngine, requireParameter } from "../shared/databases";

/** From version 15 on: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html */
const isOnByDefault = (family: string) => Number(/^postgres(\d+)/.exec(family)?.[1]) >= 15;

export const rdsPostgresqlTls = control({
  id: "rds-postgresql-tls",
  controls: { "RDS.38": "medium" },
  checkov: ["CKV2_AWS_69"],
  title: "PostgreSQL databases take TLS connections only",
  why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
  fix: "Set the parameter rds.force_ssl to 1 in the parameter group.",
  types: ["aws_db_instance"],
  judge: (instance) =>
    ofEngine(instance, ["postgres"], () => requireParameter(instance, "rds.force_ssl", ["1"], isOnByDefault)),
});
