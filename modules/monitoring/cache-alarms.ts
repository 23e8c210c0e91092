import { instanceType } from "../../aws/instance-types";
import type { Alarm, Metric } from "./alarm";
import { fieldOf, type Watched } from "./watched";

/** A cache of ElastiCache for Valkey or Redis. */
export interface WatchedCache extends Watched {
  /** Identifiers of its nodes (`CacheClusterId`), such as `shop-production-001`: one or more. */
  readonly nodes: readonly string[];
  /** Such as `cache.t4g.small`. @default - not known: a cache that others own */
  readonly nodeType?: string;
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<CacheThresholds>;
}

export interface CacheThresholds {
  /** For 10 minutes. @default 80 */
  readonly cacheCpuPercent?: number;
  /** Use of the memory for data, for 10 minutes. @default 80 */
  readonly cacheMemoryPercent?: number;
  /** Keys a minute that are removed for want of memory, for 15 minutes. @default 0 */
  readonly cacheEvictions?: number;
  /** Of one node, for 5 minutes. @default - 80 % of the 65,000 that a node accepts */
  readonly cacheConnections?: number;
  /** What a replica may be behind, for 10 minutes. @default 60 */
  readonly cacheLagSeconds?: number;
}

/** Source: Amazon ElastiCache User Guide, "Quotas": the parameter `maxclients`. */
const maximumConnections = 65_000;

/** An alarm on metric math watches ten metrics at most. Source: CloudWatch User Guide, "Create an alarm based on a metric math expression". */
const nodesOfAlarm = 10;

/** A cache; an alarm watches up to ten nodes, and further nodes have further alarms. */
export function cacheAlarms(cache: WatchedCache, thresholds: CacheThresholds): Record<string, Alarm> {
  const chunks = Array.from({ length: Math.ceil(cache.nodes.length / nodesOfAlarm) }, (_, index) =>
    cache.nodes.slice(index * nodesOfAlarm, (index + 1) * nodesOfAlarm),
  );
  return Object.fromEntries(
    chunks.flatMap((nodes, index) =>
      Object.entries(alarmsOf(cache, nodes, thresholds)).map(([id, alarm]) => [
        index === 0 ? id : `${id}-${index + 1}`,
        alarm,
      ]),
    ),
  );
}

function alarmsOf(cache: WatchedCache, nodes: readonly string[], thresholds: CacheThresholds): Record<string, Alarm> {
  const { cacheCpuPercent = 80, cacheMemoryPercent = 80, cacheEvictions = 0, cacheLagSeconds = 60 } = thresholds;
  const { cacheConnections = Math.floor(maximumConnections * 0.8) } = thresholds;
  const larger =
    cache.nodeType === undefined ? "a larger node type" : `a larger ${fieldOf("cache", cache, "nodeType")}`;
  return {
    "cache-cpu-high": {
      watches: highest(nodes, cpuMetricOf(cache), "Average"),
      threshold: cacheCpuPercent,
      minutes: 10,
      missingData: "breaching",
      description: `A node of the cache uses over ${cacheCpuPercent} % of its CPU for 10 minutes: look for slow commands (SLOWLOG GET), then take ${larger}.`,
    },
    "cache-memory-high": {
      watches: highest(nodes, "DatabaseMemoryUsagePercentage", "Maximum"),
      threshold: cacheMemoryPercent,
      minutes: 10,
      missingData: "breaching",
      description: `The cache uses over ${cacheMemoryPercent} % of its memory for 10 minutes: look for keys that never expire, then take ${larger}.`,
    },
    "cache-evictions": {
      watches: highest(nodes, "Evictions", "Sum"),
      threshold: cacheEvictions,
      minutes: 15,
      missingData: "notBreaching",
      description: `The cache evicts over ${cacheEvictions} keys a minute for 15 minutes for want of memory: take ${larger}; where keys may be lost, raise the threshold cacheEvictions.`,
    },
    "cache-connections-high": {
      watches: highest(nodes, "CurrConnections", "Maximum"),
      threshold: cacheConnections,
      minutes: 5,
      missingData: "notBreaching",
      description: `Over ${cacheConnections} connections to a node of the cache for 5 minutes, near its limit: look for clients that open a connection for each request.`,
    },
    ...(cache.nodes.length > 1 && {
      "cache-replica-lag": {
        watches: highest(nodes, "ReplicationLag", "Maximum"),
        threshold: cacheLagSeconds,
        minutes: 10,
        // Only replicas send it.
        missingData: "notBreaching",
        description: `A replica of the cache is over ${cacheLagSeconds} s behind for 10 minutes: look for a burst of writes, or take ${larger}.`,
      } satisfies Alarm,
    }),
  };
}

/**
 * The engine runs commands in one thread: with four processors or more its use is what counts, with fewer that of the host, which also
 * does other work. Source: Amazon ElastiCache User Guide, "Which metrics should I monitor?".
 */
export function cpuMetricOf({ nodeType }: Pick<WatchedCache, "nodeType">): "CPUUtilization" | "EngineCPUUtilization" {
  const vCpu = instanceType(nodeType?.replace(/^cache\./, "") ?? "")?.vCpu;
  return vCpu !== undefined && vCpu < 4 ? "CPUUtilization" : "EngineCPUUtilization";
}

/** The highest of the nodes' values; one node needs no expression. */
function highest(nodes: readonly string[], metricName: string, statistic: Metric["statistic"]): Alarm["watches"] {
  const metrics = nodes.map((node): Metric => ({
    namespace: "AWS/ElastiCache",
    metricName,
    dimensions: { CacheClusterId: node },
    statistic,
  }));
  const [first] = metrics;
  if (first !== undefined && metrics.length === 1) return first;
  const of = Object.fromEntries(metrics.map((metric, index) => [`node${index}`, metric]));
  return { expression: `MAX([${Object.keys(of).join(", ")}])`, label: `${metricName}, highest of the nodes`, of };
}
