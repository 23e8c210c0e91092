import { rdsCluster } from "../../security-hub/rds-cluster";
import { readConfigurations } from "../../../terraform-json";
import type { Resources } from "../parts";
import { one, promisesOf, tagCase, type Case } from "./table";

const type = "aws_rds_cluster";
const cluster = (properties: Record<string, unknown> = {}, others: Resources = {}) =>
  one(type, { engine: "aurora-postgresql", ...properties }, others);

/** A control that asks for one argument to be true. */
const mustBeTrue = (argument: string): Case => ({
  pass: [cluster({ [argument]: true })],
  fail: {
    [`${argument} must be true, got nothing`]: cluster(),
    [`${argument} must be true, got false`]: cluster({ [argument]: false }),
  },
});

/** A cluster with instances of these names. */
const members = (...names: string[]) =>
  cluster(
    {},
    {
      aws_rds_cluster_instance: Object.fromEntries(
        names.map((name) => [name, { cluster_identifier: "${aws_rds_cluster.this.id}" }]),
      ),
    },
  );

const promises = promisesOf(rdsCluster, {
  "rds-cluster-backups": {
    pass: [cluster({ backup_retention_period: 7 })],
    fail: {
      "backup_retention_period must be at least 7, got 1": cluster({ backup_retention_period: 1 }),
      "backup_retention_period must be at least 7, got nothing": cluster(),
    },
  },
  "rds-cluster-custom-administrator": {
    pass: [cluster({ master_username: "app" })],
    fail: {
      'master_username must be a name of your own, got "postgres"': cluster({ master_username: "postgres" }),
    },
  },
  "rds-cluster-custom-port": {
    pass: [cluster({ port: 6432 })],
    fail: {
      "port must be another than 5432, got 5432": cluster({ port: 5432 }),
      "port must be another than 3306, got nothing": cluster({ engine: "aurora-mysql" }),
    },
    notApplicable: { "the usual port of neptune is not known here": cluster({ engine: "neptune" }) },
  },
  "rds-cluster-deletion-protection": mustBeTrue("deletion_protection"),
  "rds-cluster-encrypted": mustBeTrue("storage_encrypted"),
  "rds-cluster-iam-authentication": mustBeTrue("iam_database_authentication_enabled"),
  "rds-cluster-multiple-zones": {
    pass: [
      members("writer", "reader"),
      cluster({ engine: "postgres", db_cluster_instance_class: "db.m6gd.large" }),
      cluster(
        {},
        { aws_rds_cluster_instance: { all: { count: 2, cluster_identifier: "${aws_rds_cluster.this.id}" } } },
      ),
    ],
    fail: {
      "it must have two instances or more, got 1": members("writer"),
      "it must have two instances or more, got 0": cluster(),
    },
  },
  "rds-cluster-postgresql-log": {
    pass: [cluster({ enabled_cloudwatch_logs_exports: ["postgresql"] })],
    fail: { "enabled_cloudwatch_logs_exports must list postgresql": cluster() },
    notApplicable: { "its engine is aurora-mysql": cluster({ engine: "aurora-mysql" }) },
  },
  "rds-cluster-snapshot-tags": mustBeTrue("copy_tags_to_snapshot"),
  "rds-cluster-tagged": tagCase(type),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));

test("what asks for deletion protection is not asked of an environment without it", () => {
  const [control] = rdsCluster.filter(({ id }) => id === "rds-cluster-deletion-protection");
  const stacks = readConfigurations({ data: { resource: cluster({ deletion_protection: false }) } });
  expect(control?.check(stacks, { deletionProtectionOff: () => "deletionProtection is false" })).toMatchObject([
    { verdict: "not applicable", message: "deletionProtection is false" },
  ]);
});
