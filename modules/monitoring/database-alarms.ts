import type { ApplicationKindName } from "../../applications/kinds";
import { defaultConnections } from "../../aws/database-connections";
import { list } from "../../packages/common/text";
import type { Alarm, Metric } from "./alarm";
import { fieldOf, settingsOf, type Watched } from "./watched";

/** An RDS instance, or an Aurora cluster. */
export type WatchedDatabase = WatchedInstance | WatchedCluster;

interface AnyDatabase extends Watched {
  /** The engine as RDS calls it, such as `mysql`; it decides how many connections there are. @default "postgres", or "aurora-postgresql" of a cluster */
  readonly engine?: string;
  /** Such as `db.m7g.large`. @default - not known: a database that others own, or Aurora Serverless v2 */
  readonly instanceClass?: string;
  /** Kinds of the applications that connect to it. @default - those of `Monitoring` */
  readonly kinds?: readonly ApplicationKindName[];
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<DatabaseThresholds>;
}

export interface WatchedInstance extends AnyDatabase {
  /** Of the RDS instance. */
  readonly identifier: string;
  /** Identifiers of its read replicas. @default - none */
  readonly replicas?: readonly string[];
}

export interface WatchedCluster extends AnyDatabase {
  /** Of the Aurora cluster; its storage grows by itself. */
  readonly clusterIdentifier: string;
  /** Limits in Aurora capacity units (ACU) of Aurora Serverless v2; 0 pauses it. @default - its instances have a class */
  readonly serverless?: { readonly minimumAcu: number; readonly maximumAcu: number };
  /** Whether it has readers, whose lag is watched. @default false */
  readonly readers?: boolean;
}

export interface DatabaseThresholds {
  /** For 15 minutes. */
  readonly databaseCpuPercent: number;
  /** @default - 80 % of what the instance class has; no alarm where that is not known */
  readonly databaseConnections?: number;
  /** An RDS instance's free storage. */
  readonly databaseFreeGiB: number;
  /** What a replica or reader may be behind, for 10 minutes. */
  readonly replicaLagSeconds: number;
  /** Use of the highest capacity of Aurora Serverless v2, for 15 minutes. @default 90 */
  readonly databaseCapacityPercent?: number;
}

const GiB = 1024 ** 3;

/** The dimension that selects a database's metrics in the namespace AWS/RDS. */
export const databaseDimension = (database: WatchedDatabase): Readonly<Record<string, string>> =>
  "clusterIdentifier" in database
    ? { DBClusterIdentifier: database.clusterIdentifier }
    : { DBInstanceIdentifier: database.identifier };

/** A database behind the services. @param kinds those of the applications that connect to it */
export function databaseAlarms(
  database: WatchedDatabase,
  thresholds: DatabaseThresholds,
  kinds: readonly ApplicationKindName[],
): Record<string, Alarm> {
  const { databaseCpuPercent, databaseConnections = mostConnections(database) } = thresholds;
  const isPaused = "serverless" in database && database.serverless?.minimumAcu === 0;
  const missingData = isPaused ? "notBreaching" : "breaching";
  const cpu: Alarm = {
    watches: metric(database, "CPUUtilization", "Average"),
    threshold: databaseCpuPercent,
    minutes: 15,
    missingData,
    description: `The database uses over ${databaseCpuPercent} % of its CPU for 15 minutes: look at Performance Insights for the query.`,
  };
  const connections = databaseConnections !== undefined && {
    "database-connections-high": {
      watches: metric(database, "DatabaseConnections", "Maximum"),
      threshold: databaseConnections,
      minutes: 5,
      missingData,
      description: `Over ${databaseConnections} connections to the database for 5 minutes, near its limit: look for leaked connections, or lower ${list(settingsOf(kinds, "lessConnections"))}.`,
    } satisfies Alarm,
  };
  const own =
    "clusterIdentifier" in database ? clusterAlarms(database, thresholds) : instanceAlarms(database, thresholds);
  return { "database-cpu-high": cpu, ...connections, ...own };
}

function instanceAlarms(database: WatchedInstance, thresholds: DatabaseThresholds): Record<string, Alarm> {
  const { databaseFreeGiB, replicaLagSeconds } = thresholds;
  const { instanceClass, replicas = [] } = database;
  const fix =
    instanceClass === undefined
      ? "have its owner add storage"
      : `raise ${fieldOf("database", database, "maximumStorageGiB")}`;
  return {
    "database-storage-low": {
      watches: metric(database, "FreeStorageSpace", "Minimum"),
      comparison: "LessThanThreshold",
      threshold: databaseFreeGiB * GiB,
      minutes: 5,
      missingData: "breaching",
      description: `The database has less than ${databaseFreeGiB} GiB free: ${fix}.`,
    },
    ...Object.fromEntries(
      replicas.map((replica) => [
        `replica-lag-${replica}`,
        {
          watches: metric({ identifier: replica }, "ReplicaLag", "Maximum"),
          threshold: replicaLagSeconds,
          minutes: 10,
          missingData: "breaching",
          description: `The replica ${replica} is over ${replicaLagSeconds} s behind for 10 minutes: look for a long transaction, or a replica smaller than its source.`,
        } satisfies Alarm,
      ]),
    ),
  };
}

function clusterAlarms(database: WatchedCluster, thresholds: DatabaseThresholds): Record<string, Alarm> {
  const { replicaLagSeconds, databaseCapacityPercent = 90 } = thresholds;
  const { serverless, readers = false } = database;
  return {
    ...(serverless !== undefined && {
      "database-capacity-high": {
        watches: metric(database, "ACUUtilization", "Maximum"),
        threshold: databaseCapacityPercent,
        minutes: 15,
        missingData: "notBreaching",
        description: `The database uses over ${databaseCapacityPercent} % of its highest capacity (${serverless.maximumAcu} ACU) for 15 minutes: raise ${fieldOf("database", database, "maximumAcu")}, or look at Performance Insights for the query.`,
      } satisfies Alarm,
    }),
    ...(readers && {
      "database-reader-lag": {
        // Milliseconds; an RDS instance's ReplicaLag is in seconds.
        watches: metric(database, "AuroraReplicaLag", "Maximum"),
        threshold: replicaLagSeconds * 1000,
        minutes: 10,
        missingData: "notBreaching",
        description: `A reader of the database is over ${replicaLagSeconds} s behind for 10 minutes: look for a long transaction, or a reader smaller than the writer.`,
      } satisfies Alarm,
    }),
  };
}

const metric = (database: WatchedDatabase, metricName: string, statistic: Metric["statistic"]): Metric => ({
  namespace: "AWS/RDS",
  metricName,
  dimensions: databaseDimension(database),
  statistic,
});

/** 80 % of the connections that there are by default. */
function mostConnections(database: WatchedDatabase): number | undefined {
  const { engine = "clusterIdentifier" in database ? "aurora-postgresql" : "postgres", instanceClass } = database;
  const serverless = "clusterIdentifier" in database ? database.serverless : undefined;
  const size = serverless ?? (instanceClass === undefined ? undefined : { instanceClass });
  const most = size && defaultConnections(engine, size);
  return most && Math.floor(most * 0.8);
}
