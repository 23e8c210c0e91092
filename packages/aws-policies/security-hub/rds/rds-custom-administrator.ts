import { pass } from "../../policy";
import { argumentOf, must } from "../shared/arguments";
import { control } from "../shared/control";

/** Names that the console proposes: `postgres` for PostgreSQL, `admin` for every other engine. */
const proposed = ["postgres", "admin"];

export const rdsCustomAdministrator = control({
  id: "rds-custom-administrator",
  controls: { "RDS.25": "medium" },
  title: "The administrator of a database has a name of its own",
  why: "With the proposed name, an attacker has only the password left to guess.",
  fix: "Set username to another name; AWS takes it only for a new database.",
  types: ["aws_db_instance"],
  judge: (instance) => {
    const username = argumentOf(instance, "username");
    return proposed.includes(String(username)) ? must("username", "a name of your own", username) : pass;
  },
});
