import { instanceType } from "./instance-types";

/**
 * Default of `max_connections`: `LEAST({DBInstanceClassMemory/divisor},most)`.
 *
 * Sources: Amazon RDS User Guide, "Maximum number of database connections"; Amazon Aurora User Guide, "Maximum connections to an Aurora
 * PostgreSQL DB instance".
 */
const formulas = {
  postgres: { divisor: 9_531_392, most: 5000 },
  "aurora-postgresql": { divisor: 9_531_392, most: 5000 },
  mysql: { divisor: 12_582_880, most: 100_000 },
  mariadb: { divisor: 25_165_760, most: 12_000 },
} as const;

/**
 * Share of an instance's memory that `DBInstanceClassMemory` is; the rest is the operating system's and RDS's own. Published readings of
 * PostgreSQL's `show max_connections`: 198 on 2 GiB (88 %), 413 on 4 GiB (92 %).
 */
const usableMemory = 0.88;

/** Memory of one Aurora capacity unit (ACU), in MiB. Source: Amazon Aurora User Guide, "Aurora Serverless v2 capacity". */
const acuMiB = 2048;

/** What an Aurora Serverless v2 cluster that may go down to 0.5 ACU or less has at most. Source: same guide, "Maximum connections for Aurora Serverless v2". */
const mostOfSmallestServerless = 2000;

/** Either an instance class such as `db.m7g.large`, or the limits of Aurora Serverless v2 in ACU. */
export type DatabaseSize =
  { readonly instanceClass: string } | { readonly minimumAcu: number; readonly maximumAcu: number };

/** `LEAST({DBInstanceClassMemory/divisor},most)`. */
export interface ConnectionFormula {
  readonly divisor: number;
  readonly most: number;
}

/** About how many connections a database has by default, not rounded; undefined where the memory of its class or its engine is not known. */
export function defaultConnections(engine: string, size: DatabaseSize): number | undefined {
  const memoryMiB = memoryMiBOf(size);
  if (memoryMiB === undefined) return undefined;
  const isSmall = "minimumAcu" in size && size.minimumAcu <= 0.5;
  const least = isSmall ? mostOfSmallestServerless : Infinity;
  if (engine === "aurora-mysql") return Math.min(ofAuroraMysql(memoryMiB), least);
  const formula = Object.hasOwn(formulas, engine) ? formulas[engine as keyof typeof formulas] : undefined;
  return formula && Math.min(byMemory(memoryMiB, formula), least);
}

/** The same with a formula of one's own, as a parameter group has it. */
export function connectionsByFormula(size: DatabaseSize, formula: ConnectionFormula): number | undefined {
  const memoryMiB = memoryMiBOf(size);
  return memoryMiB && byMemory(memoryMiB, formula);
}

/** An instance class has the memory of the EC2 instance type of the same name; `db.x2g` runs on `x2gd`. */
const memoryMiBOf = (size: DatabaseSize): number | undefined =>
  "instanceClass" in size
    ? instanceType(size.instanceClass.replace(/^db\./, "").replace(/^x2g\./, "x2gd."))?.memoryMiB
    : size.maximumAcu * acuMiB;

const byMemory = (memoryMiB: number, { divisor, most }: ConnectionFormula): number =>
  Math.min((memoryMiB * 2 ** 20 * usableMemory) / divisor, most);

/**
 * 45, 90 and 135 with 2, 4 and 8 GiB, 1000 with 16 and 1000 more each time memory doubles. Source: Amazon Aurora User Guide, the table in
 * "Maximum connections to an Aurora MySQL DB instance".
 */
function ofAuroraMysql(memoryMiB: number): number {
  const doublings = Math.log2(memoryMiB / 1024);
  return Math.max(doublings * 45, (doublings - 3) * 1000);
}
