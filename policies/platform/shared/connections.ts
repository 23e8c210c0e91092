import { leadsTo, type Block, type Container } from "../../../packages/terraform-json";
import { blocksOf } from "../../../packages/terraform-json";
import { numberOf } from "../../../packages/aws-policies/values";
import { variablesOf } from "./ecs";
import { goodJobThreads, runsGoodJob, runsGoodJobInPuma } from "./good-job";
import { memoryGiBOf } from "./instance-memory";

/** Rails' `database.yml`: `pool: ENV.fetch("RAILS_MAX_THREADS") { 5 }`. */
const defaultPool = 5;

/** Of a GoodJob process beside its threads: one listens, two schedule and run cron. Source: GoodJob's README, "Database connections". */
const goodJobOverhead = 3;

/** Connections that one container may open, and how that number comes about. */
export interface Connections {
  readonly count: number;
  /** How the number comes about: "web 5 x 2 processes". */
  readonly summary: string;
}

/**
 * Pool times processes of one container.
 *
 * A pool that is set (`DB_POOL`) counts as it is. Else it is what the README of GoodJob and the template of Rails document:
 * `RAILS_MAX_THREADS` (5) for requests, 3 and GoodJob's threads for jobs.
 */
export function connectionsOf(container: Container): Connections {
  const variables = variablesOf(container);
  const worker = runsGoodJob(container);
  const requests = worker ? 0 : (numberOf(variables.get("RAILS_MAX_THREADS")) ?? defaultPool);
  const jobs = worker || runsGoodJobInPuma(container) ? goodJobThreads(container) + goodJobOverhead : 0;
  const pool = numberOf(variables.get("DB_POOL")) ?? requests + jobs;
  const processes = worker ? 1 : Math.max(1, processesOf(container, variables.get("WEB_CONCURRENCY")));
  const each = processes === 1 ? "" : ` x ${processes} processes`;
  return { count: pool * processes, summary: `${container.name} ${pool}${each}` };
}

/** Puma's workers; `auto` is one a processor, of which a container that reserves 2048 CPU units counts on 2. */
function processesOf({ cpu }: Container, concurrency: string | undefined): number {
  return concurrency === "auto" ? Math.ceil((numberOf(cpu) ?? 1024) / 1024) : (numberOf(concurrency) ?? 1);
}

/** RDS for PostgreSQL's own: `LEAST({DBInstanceClassMemory/9531392},5000)`. */
const byDefault = { divisor: 9_531_392, most: 5000 };

/**
 * Share of an instance's memory that `DBInstanceClassMemory` is; the rest is the operating system's and RDS's own.
 * Published readings of `show max_connections`: 198 on 2 GiB (88 %), 413 on 4 GiB (92 %).
 */
const usableShare = 0.88;

/** Kept for superusers: `superuser_reserved_connections` 3, and 2 of RDS. */
const reserved = 5;

/** Connections that a PostgreSQL instance has for applications; a text with the reason when it is unknown. */
export function maximumOf(database: Block): number | string {
  const instanceClass = String(database.properties.instance_class);
  const set = parameterOf(database, "max_connections");
  const fixed = numberOf(set);
  if (fixed !== undefined) return fixed - reserved;
  const formula = set === undefined ? byDefault : formulaOf(set);
  if (formula === undefined) return `max_connections is ${JSON.stringify(set)}`;
  const memory = memoryGiBOf(instanceClass);
  if (memory === undefined) return `the memory of ${instanceClass} is unknown`;
  return Math.min(Math.floor((memory * 2 ** 30 * usableShare) / formula.divisor), formula.most) - reserved;
}

function parameterOf(database: Block, name: string): unknown {
  return leadsTo(database, "parameter_group_name", "aws_db_parameter_group")
    .flatMap((group) => blocksOf(group.properties.parameter))
    .find((parameter) => parameter.name === name)?.value;
}

/** `{DBInstanceClassMemory/9531392}`, or the lesser of that and a number. */
function formulaOf(value: unknown): { divisor: number; most: number } | undefined {
  const text = String(value).replace(/\s/g, "");
  const [, divisor, most] = /^(?:LEAST\()?\{DBInstanceClassMemory\/(\d+)\}(?:,(\d+)\))?$/.exec(text) ?? [];
  return divisor === undefined ? undefined : { divisor: Number(divisor), most: Number(most ?? 262_143) };
}
