import type { Price } from "../aws/prices";

/** How many of something: at every minimum, as it is expected to run, at every maximum. */
export interface Range {
  readonly minimum: number;
  readonly asRunning: number;
  readonly maximum: number;
}

export const same = (quantity: number): Range => ({ minimum: quantity, asRunning: quantity, maximum: quantity });

export const times = (range: Range, factor: number): Range => ({
  minimum: range.minimum * factor,
  asRunning: range.asRunning * factor,
  maximum: range.maximum * factor,
});

/** What AWS bills for a resource, before there is a price. */
export interface Usage {
  /** `production-data: aws_db_instance.database_instance` */
  readonly resource: string;
  /** AWS's own name: `Amazon RDS`. */
  readonly service: string;
  /** `instances`, `storage`, `traffic`, ... */
  readonly kind: string;
  /** `db.m7g.large, Multi-AZ` */
  readonly what: string;
  /** Of the price. */
  readonly key: string;
  /** Units by the month: hours, GB, keys. */
  readonly quantity: Range;
  /** What is paid for a unit is another price than On-Demand. @default "On-Demand" */
  readonly terms?: "On-Demand" | "Spot";
}

export interface Line extends Usage {
  /** Undefined: unknown, and in no sum. */
  readonly price: Price | undefined;
  readonly monthly: Range | undefined;
}

export interface Estimate {
  /** The largest first; unknown ones at the end. */
  readonly lines: readonly Line[];
  readonly total: Range;
  /** What is billed by usage that nobody has assumed. */
  readonly notAssessed: readonly string[];
}

/** AWS's own average. */
export const hoursPerMonth = 730;
