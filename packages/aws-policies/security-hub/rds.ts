import { companionsOf, isRecord, leadsTo, type Block } from "../../terraform-json";
import { fail, notApplicable, pass, type PolicyResult } from "../policy";
import { argumentOf, argumentsOf, isSet, must, requireArgument, requireAtLeast, textOf } from "./shared/arguments";
import { requireBackupPlan } from "./shared/backups";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

/** Names that the console proposes: `postgres` for PostgreSQL, `admin` for every other engine. */
const proposedNames = ["postgres", "admin"];

const defaultPorts: Readonly<Record<string, number>> = {
  db2: 50000,
  mariadb: 3306,
  mysql: 3306,
  oracle: 1521,
  postgres: 5432,
  sqlserver: 1433,
};

/** What the control asks of each engine. */
const logsByEngine: Readonly<Record<string, readonly string[]>> = {
  mariadb: ["audit", "error", "general", "slowquery"],
  mysql: ["audit", "error", "general", "slowquery"],
  oracle: ["alert", "audit", "trace", "listener"],
  postgres: ["postgresql", "upgrade"],
  sqlserver: ["error", "agent"],
};

/** From version 15 on: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html */
const forcesTlsByDefault = (family: string) => Number(/^postgres(\d+)/.exec(family)?.[1]) >= 15;

/** On their own, and of a cluster. */
const instances = ["aws_db_instance", "aws_rds_cluster_instance"];

const everywhere = ["0.0.0.0/0", "::/0"];

/** Controls for Amazon RDS. */
export const rds: readonly Control[] = [
  control({
    id: "rds-backup-plan",
    controls: { "RDS.26": "medium" },
    title: "Databases are in a plan of AWS Backup",
    why: "A plan keeps copies outside the reach of who may delete the database, for as long as the law asks, and shows what is not covered.",
    fix: "Add the database to an aws_backup_selection.",
    types: ["aws_db_instance"],
    check: (instance, stacks) =>
      requireBackupPlan(instance, stacks, `rds:eu-central-1:000000000000:db:${String(instance.properties.identifier)}`),
  }),
  control({
    id: "rds-backups",
    controls: { "RDS.11": "medium" },
    checkov: ["CKV_AWS_133"],
    title: "Databases are backed up, and the backups kept for 7 days",
    why: "A mistake that deletes or spoils rows is often found only after a weekend.",
    fix: "Set backup_retention_period to 7 or more.",
    types: ["aws_db_instance"],
    check: (instance) =>
      isSet(instance, "replicate_source_db")
        ? notApplicable("it is a read replica")
        : requireAtLeast(instance, "backup_retention_period", 7),
  }),
  control({
    id: "rds-custom-administrator",
    controls: { "RDS.25": "medium" },
    title: "The administrator of a database has a name of its own",
    why: "With the proposed name, an attacker has only the password left to guess.",
    fix: "Set username to another name; AWS takes it only for a new database.",
    types: ["aws_db_instance"],
    check: (instance) => {
      const username = argumentOf(instance, "username");
      return proposedNames.includes(String(username)) ? must("username", "a name of your own", username) : pass;
    },
  }),
  control({
    id: "rds-custom-port",
    controls: { "RDS.23": "low" },
    title: "Databases do not listen on the usual port of their engine",
    why: "On the usual port an attacker knows the engine before the first answer.",
    fix: "Set port to another one, and the security group rules and clients with it.",
    types: ["aws_db_instance"],
    check: (instance) => {
      const engine = engineOf(instance);
      const usual = defaultPorts[engine.replace(/^custom-/, "").split("-")[0] ?? ""];
      if (usual === undefined) return notApplicable(`the usual port of ${engine} is not known here`);
      const port = argumentOf(instance, "port") ?? argumentOf(sourceOf(instance), "port");
      return Number(port ?? usual) === usual ? must("port", `another than ${usual}`, port) : pass;
    },
  }),
  control({
    id: "rds-deletion-protection",
    controls: { "RDS.8": "low" },
    checkov: ["CKV_AWS_293"],
    title: "Databases are protected from deletion",
    why: "One wrong command otherwise deletes the data of everyone.",
    fix: "Set deletion_protection to true.",
    deletionProtection: true,
    types: ["aws_db_instance"],
    check: (instance) => requireArgument(instance, "deletion_protection", true),
  }),
  control({
    id: "rds-encrypted",
    controls: { "RDS.3": "medium" },
    checkov: ["CKV_AWS_16"],
    title: "Databases are encrypted at rest",
    why: "Whoever gets a copy of an unencrypted volume, backup or snapshot reads everything in it.",
    fix: "Set storage_encrypted to true; for an existing database restore an encrypted copy of a snapshot.",
    types: ["aws_db_instance"],
    check: (instance) => requireArgument(instance, "storage_encrypted", true),
  }),
  control({
    id: "rds-enhanced-monitoring",
    controls: { "RDS.6": "low" },
    checkov: ["CKV_AWS_118"],
    title: "Databases report the metrics of their operating system",
    why: "Without them nobody sees which process takes the memory or waits for the disk.",
    fix: "Set monitoring_interval to 60 or less, with a monitoring_role_arn.",
    types: instances,
    check: (instance) => requireAtLeast(instance, "monitoring_interval", 1),
  }),
  control({
    id: "rds-iam-authentication",
    controls: { "RDS.10": "medium" },
    checkov: ["CKV_AWS_161"],
    title: "Databases accept IAM instead of a password",
    why: "A password can be copied and lives long; a token of IAM lasts 15 minutes and is tied to a role.",
    fix: "Set iam_database_authentication_enabled to true, and let the application ask for a token.",
    types: ["aws_db_instance"],
    check: (instance) =>
      ofEngine(instance, ["mysql", "postgres", "mariadb"], () =>
        requireArgument(instance, "iam_database_authentication_enabled", true),
      ),
  }),
  tagControl({
    id: "rds-instance-tagged",
    control: "RDS.30",
    what: "Databases",
    types: instances,
  }),
  control({
    id: "rds-logs",
    controls: { "RDS.9": "medium" },
    checkov: ["CKV_AWS_129"],
    title: "Databases send all their logs to CloudWatch",
    why: "Logs that stay on the instance are gone after days, or with the instance.",
    fix: 'List every log of the engine in enabled_cloudwatch_logs_exports: for PostgreSQL "postgresql" and "upgrade".',
    types: ["aws_db_instance"],
    check: (instance) => {
      const engine = engineOf(instance);
      const wanted = logsByEngine[engine.replace(/^custom-/, "").split("-")[0] ?? ""];
      return wanted === undefined ? notApplicable(`its engine is ${engine}`) : requireLogs(instance, wanted);
    },
  }),
  control({
    id: "rds-mariadb-logs",
    controls: { "RDS.42": "medium" },
    title: "MariaDB databases send their logs to CloudWatch",
    why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
    fix: 'List "audit" and "error" in enabled_cloudwatch_logs_exports.',
    types: ["aws_db_instance"],
    check: (instance) => ofEngine(instance, ["mariadb"], () => requireLogs(instance, ["audit", "error"])),
  }),
  control({
    id: "rds-mariadb-tls",
    controls: { "RDS.44": "medium" },
    checkov: ["CKV2_AWS_69"],
    title: "MariaDB databases take TLS connections only",
    why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
    fix: "Set the parameter require_secure_transport to 1 in the parameter group.",
    types: ["aws_db_instance"],
    check: (instance) =>
      ofEngine(instance, ["mariadb"], () =>
        requireParameter(instance, "require_secure_transport", ["1", "ON"], () => false),
      ),
  }),
  control({
    id: "rds-minor-upgrades",
    controls: { "RDS.13": "high" },
    checkov: ["CKV_AWS_226"],
    title: "Databases get minor versions automatically",
    why: "Minor versions fix vulnerabilities; put off by hand, they come late or never.",
    fix: "Set auto_minor_version_upgrade to true.",
    types: instances,
    check: (instance) => requireArgument(instance, "auto_minor_version_upgrade", true, true),
  }),
  control({
    id: "rds-multiple-zones",
    controls: { "RDS.5": "medium" },
    checkov: ["CKV_AWS_157"],
    title: "Databases have a standby in another availability zone",
    why: "Without a standby, the loss of a zone or of the instance means a restore from the backup: hours, and the last minutes lost.",
    fix: "Set multi_az to true.",
    types: ["aws_db_instance"],
    check: (instance) => requireArgument(instance, "multi_az", true),
  }),
  control({
    id: "rds-mysql-tls",
    controls: { "RDS.39": "medium" },
    checkov: ["CKV2_AWS_69"],
    title: "MySQL databases take TLS connections only",
    why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
    fix: "Set the parameter require_secure_transport to 1 in the parameter group.",
    types: ["aws_db_instance"],
    check: (instance) =>
      ofEngine(instance, ["mysql"], () =>
        requireParameter(instance, "require_secure_transport", ["1", "ON"], () => false),
      ),
  }),
  control({
    id: "rds-not-public",
    controls: { "RDS.2": "critical" },
    checkov: ["CKV_AWS_17"],
    title: "Databases have no public address",
    why: "A database with a public address is open to the internet as soon as one security group rule is wrong.",
    fix: "Set publicly_accessible to false.",
    types: instances,
    check: (instance) => requireArgument(instance, "publicly_accessible", false, false),
  }),
  control({
    id: "rds-postgresql-log",
    controls: { "RDS.36": "medium" },
    title: "PostgreSQL databases send their logs to CloudWatch",
    why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
    fix: 'List "postgresql" in enabled_cloudwatch_logs_exports.',
    types: ["aws_db_instance"],
    check: (instance) => ofEngine(instance, ["postgres"], () => requireLogs(instance, ["postgresql"])),
  }),
  control({
    id: "rds-postgresql-tls",
    controls: { "RDS.38": "medium" },
    checkov: ["CKV2_AWS_69"],
    title: "PostgreSQL databases take TLS connections only",
    why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
    fix: "Set the parameter rds.force_ssl to 1 in the parameter group.",
    types: ["aws_db_instance"],
    check: (instance) =>
      ofEngine(instance, ["postgres"], () => requireParameter(instance, "rds.force_ssl", ["1"], forcesTlsByDefault)),
  }),
  control({
    id: "rds-private-subnets",
    controls: { "RDS.46": "high" },
    title: "Databases stand in subnets without a way to the internet",
    why: "In a public subnet, a changed flag and a wrong rule put the database on the internet.",
    fix: "Use a subnet group of private or isolated subnets.",
    types: instances,
    check: (instance) => {
      const groups = leadsTo(placedAs(instance), "db_subnet_group_name", "aws_db_subnet_group");
      const subnets = groups.flatMap((group) => leadsTo(group, "subnet_ids", "aws_subnet"));
      if (subnets.length === 0) return notApplicable("its subnets are not in these stacks");
      const open = subnets.filter((subnet) => routeTablesOf(subnet).some(leadsToInternet));
      return open.length === 0 ? pass : fail(`${open[0]?.address} has a route to an internet gateway`);
    },
  }),
  control({
    id: "rds-snapshot-tags",
    controls: { "RDS.17": "low" },
    checkov: ["CKV2_AWS_60"],
    title: "Snapshots carry the tags of their database",
    why: "A snapshot without tags outlives its database, and nobody knows whose data it holds.",
    fix: "Set copy_tags_to_snapshot to true.",
    types: ["aws_db_instance"],
    check: (instance) => requireArgument(instance, "copy_tags_to_snapshot", true),
  }),
  control({
    id: "rds-sql-server-logs",
    controls: { "RDS.40": "medium" },
    title: "SQL Server databases send their logs to CloudWatch",
    why: "Failed logins, locks and errors are in the log; on the instance it is gone after days.",
    fix: 'List "agent" and "error" in enabled_cloudwatch_logs_exports.',
    types: ["aws_db_instance"],
    check: (instance) => ofEngine(instance, ["sqlserver-"], () => requireLogs(instance, ["agent", "error"])),
  }),
  control({
    id: "rds-sql-server-tls",
    controls: { "RDS.41": "medium" },
    checkov: ["CKV2_AWS_69"],
    title: "SQL Server databases take TLS connections only",
    why: "A client that forgets TLS otherwise sends its password and every row in the clear.",
    fix: "Set the parameter rds.force_ssl to 1 in the parameter group.",
    types: ["aws_db_instance"],
    check: (instance) =>
      ofEngine(instance, ["sqlserver-"], () => requireParameter(instance, "rds.force_ssl", ["1"], () => false)),
  }),
  tagControl({
    id: "rds-subnet-group-tagged",
    control: "RDS.33",
    what: "Subnet groups of databases",
    types: ["aws_db_subnet_group"],
  }),
];

/** What a read replica does not set itself, it has from this instance; any other database is its own source. */
const sourceOf = (instance: Block): Block => leadsTo(instance, "replicate_source_db", "aws_db_instance")[0] ?? instance;

const engineOf = (instance: Block): string => textOf(sourceOf(instance), "engine");

/** The database whose subnets an instance has: its cluster, or its source. */
const placedAs = (instance: Block): Block =>
  leadsTo(instance, "cluster_identifier", "aws_rds_cluster")[0] ?? sourceOf(instance);

/** Judges a database of some engines: a name such as `postgres`, or the beginning of one such as `sqlserver-`. */
function ofEngine(instance: Block, engines: readonly string[], check: () => PolicyResult): PolicyResult {
  const engine = engineOf(instance);
  return engines.some((name) => engine === name || (name.endsWith("-") && engine.startsWith(name)))
    ? check()
    : notApplicable(`its engine is ${engine}`);
}

/** Passes when a database sends these logs to CloudWatch. */
function requireLogs(instance: Block, logs: readonly string[]): PolicyResult {
  const exported = argumentsOf(instance, "enabled_cloudwatch_logs_exports");
  const missing = logs.filter((log) => !exported.includes(log));
  return missing.length === 0 ? pass : fail(`enabled_cloudwatch_logs_exports must list ${missing.join(", ")}`);
}

/**
 * Passes when the parameter group of a database sets a parameter to one of these values.
 *
 * @param byDefault whether AWS sets it so where the group says nothing, from the family: `postgres17`
 */
function requireParameter(
  instance: Block,
  name: string,
  values: readonly string[],
  byDefault: (family: string) => boolean,
): PolicyResult {
  const source = sourceOf(instance);
  const [group] = [instance, source].flatMap((one) => leadsTo(one, "parameter_group_name", "aws_db_parameter_group"));
  const family =
    group === undefined ? `${textOf(source, "engine")}${textOf(source, "engine_version")}` : textOf(group, "family");
  const parameters = group === undefined ? [] : argumentsOf(group, "parameter").filter(isRecord);
  const set = parameters.find((parameter) => parameter.name === name)?.value;
  if (set === undefined && byDefault(family)) return pass;
  return values.includes(String(set)) ? pass : must(`the parameter ${name} of ${family}`, values.join(" or "), set);
}

function routeTablesOf(subnet: Block): Block[] {
  return companionsOf(subnet, "aws_route_table_association", "subnet_id").flatMap((association) =>
    leadsTo(association, "route_table_id", "aws_route_table"),
  );
}

/** Routes are resources of their own, or blocks of the table. */
function leadsToInternet(table: Block): boolean {
  const routes = companionsOf(table, "aws_route", "route_table_id");
  return (
    routes.some(
      (route) =>
        leadsTo(route, "gateway_id", "aws_internet_gateway").length > 0 &&
        [...argumentsOf(route, "destination_cidr_block"), ...argumentsOf(route, "destination_ipv6_cidr_block")].some(
          isEverywhere,
        ),
    ) ||
    (leadsTo(table, "route", "aws_internet_gateway").length > 0 &&
      [...argumentsOf(table, "route.cidr_block"), ...argumentsOf(table, "route.ipv6_cidr_block")].some(isEverywhere))
  );
}

function isEverywhere(cidr: unknown): boolean {
  return everywhere.includes(String(cidr));
}
