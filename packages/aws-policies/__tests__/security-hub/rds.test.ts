import { rds } from "../../security-hub/rds";
import { readConfigurations } from "../../../terraform-json";
import type { Resources } from "../parts";
import { one, tagCase, promisesOf, type Case } from "./table";

const type = "aws_db_instance";
const database = (properties: Record<string, unknown> = {}, others: Resources = {}) =>
  one(type, { engine: "postgres", ...properties }, others);
const logs = (engine: string, ...enabled_cloudwatch_logs_exports: string[]) =>
  one(type, { engine, enabled_cloudwatch_logs_exports });

/** A control that asks for one argument to be true. */
const mustBeTrue = (argument: string): Case => ({
  pass: [database({ [argument]: true })],
  fail: {
    [`${argument} must be true, got nothing`]: database(),
    [`${argument} must be true, got false`]: database({ [argument]: false }),
  },
});
/** A database with a parameter group. */
const parameters = (engine: string, family: string, ...parameter: { name: string; value: string }[]) =>
  one(
    type,
    { engine, parameter_group_name: "${aws_db_parameter_group.a.name}" },
    { aws_db_parameter_group: { a: { family, parameter } } },
  );
const notOfEngine = { "its engine is db2-se": one(type, { engine: "db2-se" }) };

/** A database whose one subnet has this route table, over two stacks. */
const routed = (table: Record<string, unknown>, route: Record<string, unknown> = {}) =>
  readConfigurations({
    network: {
      terraform: { backend: { s3: { bucket: "state", key: "network" } } },
      output: { subnet: { value: "${aws_route_table_association.a.subnet_id}" } },
      resource: {
        aws_internet_gateway: { a: {} },
        aws_nat_gateway: { a: {} },
        aws_subnet: { a: {} },
        aws_route_table: { a: table },
        aws_route: { a: { route_table_id: "${aws_route_table.a.id}", ...route } },
        aws_route_table_association: {
          a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
        },
      },
    },
    data: {
      data: {
        terraform_remote_state: { network: { backend: "s3", config: { bucket: "state", key: "network" } } },
      },
      resource: one(
        type,
        { db_subnet_group_name: "${aws_db_subnet_group.a.name}" },
        { aws_db_subnet_group: { a: { subnet_ids: ["${data.terraform_remote_state.network.outputs.subnet}"] } } },
      ),
    },
  });

const promises = promisesOf(rds, {
  "rds-backup-plan": {
    pass: [
      database({}, { aws_backup_selection: { a: { resources: ["${aws_db_instance.this.arn}"] } } }),
      ...["aws", "aws-us-gov", "aws-cn"].map((partition) =>
        database(
          { identifier: "app" },
          { aws_backup_selection: { a: { resources: [`arn:${partition}:rds:*:*:db:*`] } } },
        ),
      ),
      database(
        { tags: { Backup: "daily" } },
        { aws_backup_selection: { a: { selection_tag: [{ type: "STRINGEQUALS", key: "Backup", value: "daily" }] } } },
      ),
    ],
    fail: {
      "no aws_backup_selection takes it": database(
        { tags: { Backup: "never" } },
        {
          aws_backup_selection: {
            a: { resources: ["arn:aws:ec2:*:*:volume/*"], selection_tag: { key: "Backup", value: "daily" } },
          },
        },
      ),
    },
  },
  "rds-backups": {
    pass: [database({ backup_retention_period: 7 })],
    fail: {
      "backup_retention_period must be at least 7, got 1": database({ backup_retention_period: 1 }),
      "backup_retention_period must be at least 7, got nothing": database(),
    },
    notApplicable: { "it is a read replica": database({ replicate_source_db: "${aws_db_instance.main.arn}" }) },
  },
  "rds-custom-administrator": {
    pass: [database({ username: "app" })],
    fail: { 'username must be a name of your own, got "postgres"': database({ username: "postgres" }) },
  },
  "rds-custom-port": {
    pass: [database({ port: 6432 })],
    fail: {
      "port must be another than 5432, got 5432": database({ port: 5432 }),
      "port must be another than 1433, got nothing": one(type, { engine: "sqlserver-se" }),
    },
    notApplicable: { "the usual port of some-engine is not known here": one(type, { engine: "some-engine" }) },
  },
  "rds-deletion-protection": mustBeTrue("deletion_protection"),
  "rds-encrypted": mustBeTrue("storage_encrypted"),
  "rds-enhanced-monitoring": {
    pass: [database({ monitoring_interval: 60 })],
    fail: { "monitoring_interval must be at least 1, got 0": database({ monitoring_interval: 0 }) },
  },
  "rds-iam-authentication": {
    ...mustBeTrue("iam_database_authentication_enabled"),
    notApplicable: notOfEngine,
  },
  "rds-instance-tagged": tagCase(type),
  "rds-logs": {
    pass: [logs("postgres", "postgresql", "upgrade"), logs("sqlserver-se", "agent", "error")],
    fail: {
      "enabled_cloudwatch_logs_exports must list upgrade": logs("postgres", "postgresql"),
      "enabled_cloudwatch_logs_exports must list audit, general": logs("mysql", "error", "slowquery"),
    },
    notApplicable: notOfEngine,
  },
  "rds-mariadb-logs": {
    pass: [logs("mariadb", "audit", "error")],
    fail: { "enabled_cloudwatch_logs_exports must list audit": logs("mariadb", "error") },
    notApplicable: notOfEngine,
  },
  "rds-mariadb-tls": {
    pass: [parameters("mariadb", "mariadb11.4", { name: "require_secure_transport", value: "1" })],
    fail: {
      "the parameter require_secure_transport of mariadb11.4 must be 1 or ON, got nothing": parameters(
        "mariadb",
        "mariadb11.4",
      ),
    },
    notApplicable: notOfEngine,
  },
  "rds-minor-upgrades": {
    pass: [database(), database({ auto_minor_version_upgrade: true })],
    fail: { "auto_minor_version_upgrade must be true, got false": database({ auto_minor_version_upgrade: false }) },
  },
  "rds-multiple-zones": mustBeTrue("multi_az"),
  "rds-mysql-tls": {
    pass: [parameters("mysql", "mysql8.4", { name: "require_secure_transport", value: "ON" })],
    fail: {
      'the parameter require_secure_transport of mysql8.4 must be 1 or ON, got "0"': parameters("mysql", "mysql8.4", {
        name: "require_secure_transport",
        value: "0",
      }),
    },
    notApplicable: notOfEngine,
  },
  "rds-not-public": {
    pass: [database(), database({ publicly_accessible: false })],
    fail: { "publicly_accessible must be false, got true": database({ publicly_accessible: true }) },
  },
  "rds-postgresql-log": {
    pass: [logs("postgres", "postgresql")],
    fail: { "enabled_cloudwatch_logs_exports must list postgresql": logs("postgres", "upgrade") },
    notApplicable: notOfEngine,
  },
  "rds-postgresql-tls": {
    pass: [
      parameters("postgres", "postgres14", { name: "rds.force_ssl", value: "1" }),
      parameters("postgres", "postgres17", { name: "log_statement", value: "ddl" }),
      database({ engine_version: "17.2" }),
    ],
    fail: {
      'the parameter rds.force_ssl of postgres17 must be 1, got "0"': parameters("postgres", "postgres17", {
        name: "rds.force_ssl",
        value: "0",
      }),
      "the parameter rds.force_ssl of postgres14 must be 1, got nothing": parameters("postgres", "postgres14"),
    },
    notApplicable: notOfEngine,
  },
  "rds-private-subnets": {
    pass: [
      routed({}, { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.a.id}" }),
      routed({}, { destination_cidr_block: "192.0.2.0/24", gateway_id: "${aws_internet_gateway.a.id}" }),
    ],
    fail: {
      "aws_subnet.a has a route to an internet gateway": routed(
        {},
        { destination_cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.a.id}" },
      ),
    },
    notApplicable: { "its subnets are not in these stacks": database({ db_subnet_group_name: "default" }) },
  },
  "rds-snapshot-tags": mustBeTrue("copy_tags_to_snapshot"),
  "rds-sql-server-logs": {
    pass: [logs("sqlserver-web", "agent", "error")],
    fail: { "enabled_cloudwatch_logs_exports must list agent, error": logs("sqlserver-web") },
    notApplicable: notOfEngine,
  },
  "rds-sql-server-tls": {
    pass: [parameters("sqlserver-se", "sqlserver-se-16.0", { name: "rds.force_ssl", value: "1" })],
    fail: {
      "the parameter rds.force_ssl of sqlserver-se-16.0 must be 1, got nothing": parameters(
        "sqlserver-se",
        "sqlserver-se-16.0",
      ),
    },
    notApplicable: notOfEngine,
  },
  "rds-subnet-group-tagged": tagCase("aws_db_subnet_group"),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));

test("routes written into the route table lead to the internet as well", () => {
  const [control] = rds.filter(({ id }) => id === "rds-private-subnets");
  const stacks = routed({ route: [{ ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.a.id}" }] });
  expect(control?.check(stacks)).toMatchObject([
    { verdict: "fail", message: "aws_subnet.a has a route to an internet gateway" },
  ]);
});

test("what asks for survival is not asked of an environment that may go", () => {
  const [control] = rds.filter(({ id }) => id === "rds-deletion-protection");
  const stacks = readConfigurations({ data: { resource: database({ deletion_protection: false }) } });
  expect(control?.check(stacks, { deletionProtectionOff: () => "deletionProtection is false" })).toMatchObject([
    { verdict: "not applicable", message: "deletionProtection is false" },
  ]);
});

describe("a read replica", () => {
  const of = (engine: string, replica: Record<string, unknown> = {}, source: Record<string, unknown> = {}): Resources =>
    one(
      type,
      { replicate_source_db: "${aws_db_instance.source.identifier}", ...replica },
      {
        aws_db_instance: { source: { engine, ...source } },
        aws_db_parameter_group: {
          tls: { family: "mysql8.4", parameter: [{ name: "require_secure_transport", value: "1" }] },
        },
      },
    );
  const verdictOf = (id: string, resources: Resources) =>
    rds
      .find((control) => control.id === id)
      ?.check(readConfigurations({ data: { resource: resources } }))
      .filter(({ address }) => address === "aws_db_instance.this")
      .map(({ verdict, message }) => (message === "" ? verdict : `${verdict}: ${message}`));

  test.each([
    ["rds-logs", of("postgres"), "fail: enabled_cloudwatch_logs_exports must list postgresql, upgrade"],
    ["rds-logs", of("db2-se"), "not applicable: its engine is db2-se"],
    ["rds-custom-port", of("mysql", {}, { port: 3306 }), "fail: port must be another than 3306, got 3306"],
    ["rds-custom-port", of("mysql", {}, { port: 4406 }), "pass"],
    [
      "rds-iam-authentication",
      of("mysql", {}, { iam_database_authentication_enabled: true }),
      "fail: iam_database_authentication_enabled must be true, got nothing",
    ],
    ["rds-mysql-tls", of("mysql", {}, { parameter_group_name: "${aws_db_parameter_group.tls.name}" }), "pass"],
    ["rds-mysql-tls", of("mysql", { parameter_group_name: "${aws_db_parameter_group.tls.name}" }), "pass"],
    ["rds-postgresql-tls", of("mysql"), "not applicable: its engine is mysql"],
  ])("is of the engine of its source: %s", (id, resources, expected) => {
    expect(verdictOf(id, resources)).toEqual([expected]);
  });
});

describe("an instance of a cluster", () => {
  const clusterInstance = (properties: Record<string, unknown>): Resources =>
    one("aws_rds_cluster_instance", properties);
  const verdictsOf = (id: string, resources: Resources) =>
    rds
      .find((control) => control.id === id)
      ?.check(readConfigurations({ data: { resource: resources } }))
      .map(({ verdict }) => verdict);

  test.each([
    ["rds-not-public", { publicly_accessible: false }, { publicly_accessible: true }],
    ["rds-enhanced-monitoring", { monitoring_interval: 60 }, { monitoring_interval: 0 }],
    ["rds-minor-upgrades", { auto_minor_version_upgrade: true }, { auto_minor_version_upgrade: false }],
    ["rds-instance-tagged", { tags: { Owner: "platform" } }, {}],
  ])("is asked the same as a database on its own: %s", (id, good, bad) => {
    expect(verdictsOf(id, clusterInstance(good))).toEqual(["pass"]);
    expect(verdictsOf(id, clusterInstance(bad))).toEqual(["fail"]);
  });

  test("is in the subnets of its cluster", () => {
    const resources = {
      aws_internet_gateway: { a: {} },
      aws_subnet: { a: {} },
      aws_route_table: { a: { route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.a.id}" }] } },
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
      },
      aws_db_subnet_group: { a: { subnet_ids: ["${aws_subnet.a.id}"] } },
      aws_rds_cluster: { a: { db_subnet_group_name: "${aws_db_subnet_group.a.name}" } },
      aws_rds_cluster_instance: { a: { cluster_identifier: "${aws_rds_cluster.a.id}" } },
    };
    expect(verdictsOf("rds-private-subnets", resources)).toEqual(["fail"]);
  });
});
