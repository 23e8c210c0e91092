import table from "./name-limits.json";

/** What an API takes where a Terraform argument goes. */
export interface NameLimit {
  /** Type and argument: `aws_iam_role.name`; of a block with a further dot. */
  readonly argument: string;
  readonly min?: number;
  readonly max: number;
  /** For the whole value, as AWS writes it. */
  readonly pattern?: string;
  readonly source: string;
}

/** Made by `scripts/facts/names.py`; the source is in the file, and in each row. */
export const nameLimits: readonly NameLimit[] = table.rows;
