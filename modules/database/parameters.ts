import type { Construct } from "constructs";
import type { Engine } from "../../aws/database-table";
import { parameterGroupParameter } from "../../aws/limits";
import { checkPattern } from "../shared";

/** A parameter of the parameter group and when a change takes effect. */
export interface Parameter {
  readonly value: string | number;
  /**
   * `immediate` is for dynamic parameters only; RDS refuses it for static ones.
   * @default - "pending-reboot", which RDS accepts for every parameter
   */
  readonly applyMethod?: "immediate" | "pending-reboot";
}

export type Parameters = Readonly<Record<string, string | number | Parameter>>;

/**
 * RDS reports `pending-reboot` for each parameter that is at its default and ignores a change of the apply method alone,
 * so the ones that repeat a default of some version (`rds.force_ssl`, `shared_preload_libraries`, `require_secure_transport`, `log_output`)
 * must have that apply method too, or every plan differs. pgvector needs nothing here: it is not a preloaded library.
 */
const postgres: Parameters = {
  /** Connections without TLS are refused. */
  "rds.force_ssl": 1,
  /** Statistics of statements; the extension itself is created by a migration. */
  shared_preload_libraries: "pg_stat_statements",
  /** Milliseconds from which a statement is written to the log. */
  log_min_duration_statement: { value: 1000, applyMethod: "immediate" },
  /** Waits for a lock longer than `deadlock_timeout` are written to the log. */
  log_lock_waits: { value: 1, applyMethod: "immediate" },
  /** KiB from which a temporary file is written to the log: a sort or hash that did not fit into memory. */
  log_temp_files: { value: 10240, applyMethod: "immediate" },
  /** Changes of the schema are written to the log. */
  log_statement: { value: "ddl", applyMethod: "immediate" },
};

const mysql: Parameters = {
  /** Connections without TLS are refused. */
  require_secure_transport: 1,
  /** Logs are files, which are exported, not tables. */
  log_output: "FILE",
  slow_query_log: { value: 1, applyMethod: "immediate" },
  /** Seconds from which a statement is written to the slow query log. */
  long_query_time: { value: 1, applyMethod: "immediate" },
  /** Every deadlock is written to the error log, not the last one alone. */
  innodb_print_all_deadlocks: { value: 1, applyMethod: "immediate" },
};

/** What every database of an engine starts with. */
const defaults: Readonly<Record<Engine, Parameters>> = { postgres, mysql, "aurora-postgresql": postgres };

/** @throws for a name that RDS would refuse */
export function checkParameters(scope: Construct, given: Parameters): void {
  for (const name of Object.keys(given)) checkPattern(scope, `parameters.${name}`, name, parameterGroupParameter);
}

/** The defaults with the given ones over them, in Terraform's form and sorted by name. */
export function parameterList(
  engine: Engine,
  given: Parameters = {},
): { name: string; value: string; applyMethod: string }[] {
  const all: Parameters = { ...defaults[engine], ...given };
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, parameter]) => {
      const { value, applyMethod = "pending-reboot" } =
        typeof parameter === "object" ? parameter : { value: parameter };
      return { name, value: String(value), applyMethod };
    });
}
