import { companionsOf } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { argumentOf, argumentsOf, must, requireArgument, requireAtLeast, textOf } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

const types = ["aws_rds_cluster"];

/** Names that the console proposes: `postgres` for PostgreSQL, `admin` for MySQL. */
const proposedNames = ["postgres", "admin"];

const defaultPorts: Readonly<Record<string, number>> = {
  "aurora-mysql": 3306,
  "aurora-postgresql": 5432,
  mysql: 3306,
  postgres: 5432,
};

/** Controls for clusters of Amazon RDS: Aurora, and Multi-AZ DB clusters. */
export const rdsCluster: readonly Control[] = [
  control({
    id: "rds-cluster-backups",
    controls: { "RDS.50": "medium" },
    title: "Database clusters are backed up, and the backups kept for 7 days",
    why: "A mistake that deletes or spoils rows is often found only after a weekend.",
    fix: "Set backup_retention_period to 7 or more.",
    types,
    check: (cluster) => requireAtLeast(cluster, "backup_retention_period", 7),
  }),
  control({
    id: "rds-cluster-custom-administrator",
    controls: { "RDS.24": "medium" },
    title: "The administrator of a database cluster has a name of its own",
    why: "With the proposed name, an attacker has only the password left to guess.",
    fix: "Set master_username to another name; AWS takes it only for a new cluster.",
    types,
    check: (cluster) => {
      const username = argumentOf(cluster, "master_username");
      return proposedNames.includes(String(username)) ? must("master_username", "a name of your own", username) : pass;
    },
  }),
  control({
    id: "rds-cluster-custom-port",
    controls: { "RDS.23": "low" },
    title: "Database clusters do not listen on the usual port of their engine",
    why: "On the usual port an attacker knows the engine before the first answer.",
    fix: "Set port to another one, and the security group rules and clients with it.",
    types,
    check: (cluster) => {
      const engine = textOf(cluster, "engine");
      const usual = defaultPorts[engine];
      if (usual === undefined) return notApplicable(`the usual port of ${engine} is not known here`);
      const port = argumentOf(cluster, "port");
      return Number(port ?? usual) === usual ? must("port", `another than ${usual}`, port) : pass;
    },
  }),
  control({
    id: "rds-cluster-deletion-protection",
    controls: { "RDS.7": "low" },
    checkov: ["CKV_AWS_139"],
    title: "Database clusters are protected from deletion",
    why: "One wrong command otherwise deletes the data of everyone.",
    fix: "Set deletion_protection to true.",
    deletionProtection: true,
    types,
    check: (cluster) => requireArgument(cluster, "deletion_protection", true),
  }),
  control({
    id: "rds-cluster-encrypted",
    controls: { "RDS.27": "medium" },
    checkov: ["CKV_AWS_96"],
    title: "Database clusters are encrypted at rest",
    why: "Whoever gets a copy of an unencrypted volume, backup or snapshot reads everything in it.",
    fix: "Set storage_encrypted to true; for an existing cluster restore a snapshot with a key.",
    types,
    check: (cluster) => requireArgument(cluster, "storage_encrypted", true),
  }),
  control({
    id: "rds-cluster-iam-authentication",
    controls: { "RDS.12": "medium" },
    checkov: ["CKV_AWS_162"],
    title: "Database clusters accept IAM instead of a password",
    why: "A password can be copied and lives long; a token of IAM lasts 15 minutes and is tied to a role.",
    fix: "Set iam_database_authentication_enabled to true, and let the application ask for a token.",
    types,
    check: (cluster) => requireArgument(cluster, "iam_database_authentication_enabled", true),
  }),
  control({
    id: "rds-cluster-multiple-zones",
    controls: { "RDS.15": "medium" },
    title: "Database clusters have an instance in another availability zone",
    why: "With one instance, the loss of its zone means waiting until Aurora has made another: minutes without a database.",
    fix: "Add a second aws_rds_cluster_instance to the cluster; Aurora places it in another zone.",
    types,
    check: (cluster) => {
      // A Multi-AZ DB cluster has its three instances by itself.
      if (argumentOf(cluster, "db_cluster_instance_class") !== undefined) return pass;
      const members = companionsOf(cluster, "aws_rds_cluster_instance", "cluster_identifier");
      const counted = members.some(
        ({ properties }) => properties.count !== undefined || properties.for_each !== undefined,
      );
      return counted || members.length > 1 ? pass : fail(`it must have two instances or more, got ${members.length}`);
    },
  }),
  control({
    id: "rds-cluster-postgresql-log",
    controls: { "RDS.37": "medium" },
    checkov: ["CKV_AWS_324"],
    title: "Aurora PostgreSQL clusters send their logs to CloudWatch",
    why: "Failed logins, locks and errors are in the log; on the instances it is gone after days.",
    fix: 'List "postgresql" in enabled_cloudwatch_logs_exports.',
    types,
    check: (cluster) => {
      const engine = textOf(cluster, "engine");
      if (engine !== "aurora-postgresql") return notApplicable(`its engine is ${engine}`);
      return argumentsOf(cluster, "enabled_cloudwatch_logs_exports").includes("postgresql")
        ? pass
        : fail("enabled_cloudwatch_logs_exports must list postgresql");
    },
  }),
  control({
    id: "rds-cluster-snapshot-tags",
    controls: { "RDS.16": "low" },
    checkov: ["CKV_AWS_313"],
    title: "Snapshots carry the tags of their database cluster",
    why: "A snapshot without tags outlives its database, and nobody knows whose data it holds.",
    fix: "Set copy_tags_to_snapshot to true.",
    types,
    check: (cluster) => requireArgument(cluster, "copy_tags_to_snapshot", true),
  }),
  tagControl({
    id: "rds-cluster-tagged",
    control: "RDS.28",
    what: "Database clusters",
    types,
  }),
];
