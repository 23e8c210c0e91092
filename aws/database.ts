/** Rules of RDS for database instances and clusters. */

import type { Engine } from "./database-table";
import { databaseWord, type NameForm } from "./limits";
import { windowMinutes, windowsOverlap } from "./windows";

/** What an engine is called, and what RDS gives it. */
export interface EngineFacts {
  /** For people. */
  readonly product: string;
  /** Source: RDS API, `CreateDBInstance` Port. */
  readonly port: number;
  /** Logs that CloudWatch can get. Source: RDS API, `CreateDBInstance` EnableCloudwatchLogsExports. */
  readonly logs: readonly string[];
  /** The parameter group family before the major version. Source: RDS API, `DescribeDBEngineVersions` DBParameterGroupFamily. */
  readonly family: string;
  /** Source: RDS API, `CreateDBInstance` MasterUsername; `CreateDBCluster` MasterUsername; RDS User Guide, "DB instance settings". */
  readonly username: NameForm;
  /** Source: RDS API, `CreateDBInstance` DBName; `CreateDBCluster` DatabaseName. */
  readonly databaseName: NameForm;
}

const shortWord: NameForm = {
  pattern: /^[A-Za-z][A-Za-z0-9_]{0,15}$/,
  allowed: "1 to 16 letters, digits and underscores, beginning with a letter",
};

export const engineFacts: Readonly<Record<Engine, EngineFacts>> = {
  postgres: {
    product: "PostgreSQL",
    port: 5432,
    logs: ["postgresql", "upgrade"],
    family: "postgres",
    username: databaseWord,
    databaseName: databaseWord,
  },
  mysql: {
    product: "MySQL",
    port: 3306,
    logs: ["audit", "error", "general", "slowquery"],
    family: "mysql",
    username: shortWord,
    databaseName: {
      pattern: /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
      allowed: "1 to 64 letters, digits and underscores, beginning with a letter",
    },
  },
  "aurora-postgresql": {
    product: "Aurora PostgreSQL",
    port: 5432,
    logs: ["postgresql"],
    family: "aurora-postgresql",
    username: shortWord,
    databaseName: databaseWord,
  },
};

/** Characters of a master username. Source: RDS API, `CreateDBInstance` and `CreateDBCluster`, MasterUsername. */
export const longestUsername = (engine: Engine): number => (engine === "postgres" ? 63 : 16);

const words = (text: string): readonly string[] => text.split(" ");

/**
 * Words that SQL keeps for itself, in every engine.
 * Source: PostgreSQL 17, Appendix C, "SQL Key Words"; MySQL 8.4 Reference Manual, "Keywords and Reserved Words": what both reserve.
 */
const sqlWords = words(
  "all analyze and as asc both case check collate column constraint create cross current_date current_time current_timestamp " +
    "current_user default desc distinct else except false for foreign from grant group having in inner intersect into is join " +
    "lateral leading left like limit localtime localtimestamp natural not null on or order outer primary references right select " +
    "table then to trailing true union unique using when where window with",
);

/** What PostgreSQL reserves beyond that. */
const postgresWords = words(
  "analyse any array asymmetric authorization binary cast collation concurrently current_catalog current_role current_schema " +
    "deferrable do end fetch freeze full ilike initially isnull notnull offset only overlaps placing returning session_user similar " +
    "some symmetric system_user tablesample user variadic verbose",
);

const rdsUsers = words("rdsadmin rdsrepladmin");

/** Roles that RDS makes itself. Source: RDS User Guide, "Understanding PostgreSQL roles and permissions". */
const postgresRoles = words(
  "admin none postgres_exporter public rds_ad rds_extension rds_iam rds_password rds_replication rds_reserved rds_superuser rdstopmgr",
);

const reservedUsers = {
  postgres: new Set([...rdsUsers, ...postgresRoles, ...sqlWords, ...postgresWords]),
  mysql: new Set([...rdsUsers, "rds_superuser_role", ...sqlWords]),
} as const;

const reservedDatabases = {
  postgres: new Set(["rdsadmin", "template0", "template1", ...sqlWords, ...postgresWords]),
  mysql: new Set(["information_schema", "mysql", "performance_schema", "sys", ...sqlWords]),
} as const;

const languageOf = (engine: Engine) => (engine === "mysql" ? "mysql" : "postgres");

/**
 * Whether RDS reserves the name of a user.
 * Source: RDS API, `CreateDBInstance` MasterUsername: no word that the engine reserves; PostgreSQL, CREATE ROLE.
 */
export const isReservedUser = (name: string, engine: Engine = "postgres"): boolean =>
  reservedUsers[languageOf(engine)].has(name.toLowerCase()) || (engine !== "mysql" && /^pg_/i.test(name));

/** The rule of `isReservedUser` in words. */
export const reservedUserRule = "a name RDS does not reserve";

/** Whether the engine reserves the name of a database. Source: RDS API, `CreateDBInstance` DBName. */
export const isReservedDatabase = (name: string, engine: Engine = "postgres"): boolean =>
  reservedDatabases[languageOf(engine)].has(name.toLowerCase());

/** The rule of `isReservedDatabase` in words. */
export const reservedDatabaseRule = "a name the engine does not reserve";

/** Read replicas of one instance. Source: Amazon RDS User Guide, "Differences between read replicas for DB engines". */
export const mostReplicas = 15;

/** The least maximum that RDS takes: a tenth more. In tenths, because 100 * 1.1 is a little more than 110. */
export const leastMaximumStorage = (storageGiB: number): number => Math.ceil((storageGiB * 11) / 10);

/** ACUs that the maximum must have. Source: Aurora User Guide, "Choosing the maximum Aurora Serverless v2 capacity setting". */
export const leastMaximumCapacity = 1;

/** Instances of a cluster: a writer and up to 15 readers. Source: Aurora User Guide, "Amazon Aurora DB clusters". */
export const mostInstances = 16;

/** Seconds without a connection before a cluster pauses. Source: RDS API, `ServerlessV2ScalingConfiguration` SecondsUntilAutoPause. */
export const autoPauseSeconds = { minimum: 300, maximum: 86_400, unit: "seconds" } as const;

/** From these versions on, Aurora PostgreSQL pauses at 0 ACUs and grows to 256. Source: Aurora User Guide, "Aurora Serverless v2 capacity". */
const pausesFrom: Readonly<Record<string, number>> = { 13: 15, 14: 12, 15: 7, 16: 3, 17: 4 };

/** The range of a version of Aurora PostgreSQL; a major version alone is a recent minor one. */
export function capacityRange(version: string): { readonly minimum: number; readonly maximum: number } {
  const [major = "", minor] = version.split(".");
  const isOld = minor !== undefined && Number(minor) < (pausesFrom[major] ?? 0);
  return isOld ? { minimum: 0.5, maximum: 128 } : { minimum: 0, maximum: 256 };
}

/** Both in UTC: `hh:mm-hh:mm` every day, `ddd:hh:mm-ddd:hh:mm` every week. */
export interface GivenWindows {
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
}

/**
 * What is wrong with two well-formed windows: shorter than 30 minutes, or overlapping on some day.
 * Source: RDS API, `CreateDBInstance` PreferredBackupWindow and PreferredMaintenanceWindow.
 */
export function windowProblems({
  backupWindow,
  maintenanceWindow,
}: GivenWindows): { readonly field: keyof GivenWindows; readonly allowed: string }[] {
  const allowed = "at least 30 minutes";
  const isShort = (window: string) => windowMinutes(window) < 30;
  return [
    ...(isShort(backupWindow) ? [{ field: "backupWindow" as const, allowed }] : []),
    ...(isShort(maintenanceWindow) ? [{ field: "maintenanceWindow" as const, allowed }] : []),
    ...(windowsOverlap(backupWindow, maintenanceWindow)
      ? [{ field: "maintenanceWindow" as const, allowed: `apart from backupWindow ${backupWindow}` }]
      : []),
  ];
}
