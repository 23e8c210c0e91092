import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { absent, referenceTo } from "../../../packages/jest-terraform";
import { databaseStack } from "./parts";

describe("MySQL", () => {
  const stack = databaseStack({ engine: "mysql", engineVersion: "8.4", parameters: { max_connections: 200 } });

  test("has its own port, and follows minor versions", () => {
    expect(stack).toHaveResource(DbInstance, {
      engine: "mysql",
      engineVersion: "8.4",
      autoMinorVersionUpgrade: true,
      port: 3306,
    });
    expect(stack).toHaveResource(SecurityGroup, { description: "MySQL shop" });
  });

  test("refuses connections without TLS, and logs slow statements and deadlocks into files", () => {
    expect(stack).toHaveResource(DbParameterGroup, { family: "mysql8.4", description: "MySQL 8.4 for shop" });
    expect(stack.resource(DbParameterGroup).properties.parameter).toEqual([
      { name: "innodb_print_all_deadlocks", value: "1", apply_method: "immediate" },
      { name: "log_output", value: "FILE", apply_method: "pending-reboot" },
      { name: "long_query_time", value: "1", apply_method: "immediate" },
      { name: "max_connections", value: "200", apply_method: "pending-reboot" },
      { name: "require_secure_transport", value: "1", apply_method: "pending-reboot" },
      { name: "slow_query_log", value: "1", apply_method: "immediate" },
    ]);
  });

  test("sends all its logs to groups that are there first", () => {
    const logs = ["audit", "error", "general", "slowquery"];
    expect(stack).toHaveResource(DbInstance, { enabledCloudwatchLogsExports: logs });
    expect(stack.everyResource(CloudwatchLogGroup).map(({ properties }) => properties.name)).toEqual(
      logs.map((log) => `/aws/rds/instance/shop/${log}`),
    );
  });

  test("writes an audit log of connections and changes, without the queries", () => {
    expect(stack).toHaveResource(DbInstance, { optionGroupName: referenceTo(DbOptionGroup, "name") });
    expect(stack).toHaveResource(DbOptionGroup, {
      engineName: "mysql",
      majorEngineVersion: "8.4",
      option: [
        {
          optionName: "MARIADB_AUDIT_PLUGIN",
          optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }],
        },
      ],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("keeps an option group that its snapshots use, unless nothing is kept", () => {
    expect(stack).toHaveResource(DbOptionGroup, { skipDestroy: true });
    const temporary = databaseStack({ engine: "mysql", engineVersion: "8.0", deletionProtection: false });
    expect(temporary).toHaveResource(DbOptionGroup, { skipDestroy: absent() });
  });

  test("is replaced with a new name for its last snapshot where the engine changes", () => {
    expect(stack.resource("terraform_data").properties.triggers_replace).toMatchObject({ engine: "mysql" });
  });

  test("takes names that are longer than PostgreSQL's, and a user that PostgreSQL reserves", () => {
    const databaseName = "a".repeat(64);
    const other = databaseStack({ engine: "mysql", engineVersion: "8.0", databaseName, username: "admin" });
    expect(other).toHaveResource(DbInstance, { dbName: databaseName, username: "admin" });
  });
});

describe("versions", () => {
  test.each([
    ["postgres", "13", "postgres13", true],
    ["postgres", "14.22", "postgres14", false],
    ["postgres", "15", "postgres15", true],
    ["postgres", "16.13", "postgres16", false],
    ["postgres", "18", "postgres18", true],
    ["mysql", "8.0", "mysql8.0", true],
    ["mysql", "8.0.45", "mysql8.0", false],
    ["mysql", "8.4.9", "mysql8.4", false],
  ] as const)("%s %s has the parameter group family %s", (engine, engineVersion, family, autoMinorVersionUpgrade) => {
    const stack = databaseStack({ engine, engineVersion });
    expect(stack).toHaveResource(DbInstance, { engine, engineVersion, autoMinorVersionUpgrade });
    expect(stack).toHaveResource(DbParameterGroup, { family });
  });

  test("and classes that are newer than the table are taken as they are", () => {
    const stack = databaseStack({ engineVersion: { unlisted: "17.12" }, instanceClass: { unlisted: "db.m9g.large" } });
    expect(stack).toHaveResource(DbInstance, {
      engineVersion: "17.12",
      autoMinorVersionUpgrade: false,
      instanceClass: "db.m9g.large",
    });
    expect(stack).toHaveResource(DbParameterGroup, { family: "postgres17" });
  });
});

test("PostgreSQL has no option group", () => {
  const stack = databaseStack();
  expect(stack).toHaveNoResource(DbOptionGroup);
  expect(stack).toHaveResource(DbInstance, { optionGroupName: absent() });
  expect(stack.resource("terraform_data").properties.triggers_replace).not.toHaveProperty("engine");
});
