import { notApplicable, pass } from "../../policy";
import { argumentOf, must, textOf } from "../shared/arguments";
import { control } from "../shared/control";

const defaultPorts: Readonly<Record<string, number>> = {
  db2: 50000,
  mariadb: 3306,
  mysql: 3306,
  oracle: 1521,
  postgres: 5432,
  sqlserver: 1433,
};

export const rdsCustomPort = control({
  id: "rds-custom-port",
  controls: { "RDS.23": "low" },
  title: "Databases do not listen on the usual port of their engine",
  why: "On the usual port an attacker knows the engine before the first answer.",
  fix: "Set port to another one, and the security group rules and clients with it.",
  types: ["aws_db_instance"],
  judge: (instance) => {
    const engine = textOf(instance, "engine");
    const usual = defaultPorts[engine.replace(/^custom-/, "").split("-")[0] ?? ""];
    if (usual === undefined) return notApplicable(`the usual port of ${engine} is not known here`);
    const port = argumentOf(instance, "port") ?? usual;
    return Number(port) === usual ? must("port", `another than ${usual}`, argumentOf(instance, "port")) : pass;
  },
});
