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
 * What every database here starts with.
 *
 * RDS reports `pending-reboot` for each parameter that is at its default and ignores a change of the apply method alone,
 * so the ones that repeat a default of postgres17 (`rds.force_ssl`, `shared_preload_libraries`) must have that apply method too, or every
 * plan differs. pgvector needs nothing here: it is not a preloaded library.
 */
const defaults: Parameters = {
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

/** The defaults with the given ones over them, in Terraform's form and sorted by name. */
export function parameterList(given: Parameters): { name: string; value: string; applyMethod: string }[] {
  const all: Parameters = { ...defaults, ...given };
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, parameter]) => {
      const { value, applyMethod = "pending-reboot" } =
        typeof parameter === "object" ? parameter : { value: parameter };
      return { name, value: String(value), applyMethod };
    });
}
