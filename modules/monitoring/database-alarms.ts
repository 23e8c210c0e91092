import { instanceType } from "../../aws/instance-types";
import type { Alarm, Metric } from "./alarm";

export interface WatchedDatabase {
  readonly identifier: string;
  /** Such as `db.m7g.large`. @default - not known: a database that others own */
  readonly instanceClass?: string;
  /** Identifiers of its read replicas. @default - none */
  readonly replicas?: readonly string[];
}

export interface DatabaseThresholds {
  readonly databaseCpuPercent: number;
  /** @default - 80 % of what the instance class has; no alarm where that is not known */
  readonly databaseConnections?: number;
  readonly databaseFreeGiB: number;
  readonly replicaLagSeconds: number;
}

const GiB = 1024 ** 3;

/** The database behind the service. */
export function databaseAlarms(
  { identifier, instanceClass, replicas = [] }: WatchedDatabase,
  thresholds: DatabaseThresholds,
): Record<string, Alarm> {
  const { databaseCpuPercent, databaseFreeGiB, replicaLagSeconds } = thresholds;
  const { databaseConnections = most(instanceClass) } = thresholds;
  const metric = (metricName: string, statistic: Metric["statistic"], DBInstanceIdentifier = identifier): Metric => ({
    namespace: "AWS/RDS",
    metricName,
    dimensions: { DBInstanceIdentifier },
    statistic,
  });
  return {
    "database-cpu-high": {
      watches: metric("CPUUtilization", "Average"),
      threshold: databaseCpuPercent,
      minutes: 15,
      missingData: "breaching",
      description: `The database uses over ${databaseCpuPercent} % of its CPU for 15 minutes: look at Performance Insights for the query.`,
    },
    ...(databaseConnections !== undefined && {
      "database-connections-high": {
        watches: metric("DatabaseConnections", "Maximum"),
        threshold: databaseConnections,
        minutes: 5,
        missingData: "breaching",
        description: `Over ${databaseConnections} connections to the database for 5 minutes, near its limit: look for leaked connections, or lower RAILS_MAX_THREADS and GOOD_JOB_MAX_THREADS.`,
      },
    }),
    "database-storage-low": {
      watches: metric("FreeStorageSpace", "Minimum"),
      comparison: "LessThanThreshold",
      threshold: databaseFreeGiB * GiB,
      minutes: 5,
      missingData: "breaching",
      description: `The database has less than ${databaseFreeGiB} GiB free: raise database.maximumStorageGiB.`,
    },
    ...Object.fromEntries(
      replicas.map((replica) => [
        `replica-lag-${replica}`,
        {
          watches: metric("ReplicaLag", "Maximum", replica),
          threshold: replicaLagSeconds,
          minutes: 10,
          missingData: "breaching",
          description: `The replica ${replica} is over ${replicaLagSeconds} s behind for 10 minutes: look for a long transaction, or a replica smaller than its source.`,
        } satisfies Alarm,
      ]),
    ),
  };
}

/**
 * Most of the connections that RDS gives by default, `LEAST({DBInstanceClassMemory/9531392},5000)`; about 88 % of an instance's memory
 * is `DBInstanceClassMemory`. Source: Amazon RDS User Guide, "Maximum number of database connections".
 */
function most(instanceClass: string | undefined): number | undefined {
  const memoryMiB = instanceType(instanceClass?.replace(/^db\./, "") ?? "")?.memoryMiB;
  return memoryMiB && Math.floor(Math.min((memoryMiB * 2 ** 20 * 0.88) / 9_531_392, 5000) * 0.8);
}
