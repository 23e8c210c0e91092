import { isCopy, type StateFile } from "./state-file";

/** What there is before a run. */
export interface Situation {
  /** Whether the bucket exists and is this account's. */
  readonly bucketExists: boolean;
  /** The state of the state backend's own stack in the bucket. */
  readonly remote: StateFile | undefined;
  /** Whether an earlier run left its working folder, so it did not come to its end. */
  readonly begun: boolean;
  /** The state in that folder. */
  readonly local: StateFile | undefined;
}

/**
 * - `nothing`: the state is in the bucket
 * - `create`: make the bucket, or go on making it, and move the state into it
 * - `clean`: the state is in the bucket; only the working folder is left over
 * - `foreign-bucket`: something else made the bucket
 * - `two-states`: the bucket and the folder hold states of different resources
 */
export type Decision = "nothing" | "create" | "clean" | "foreign-bucket" | "two-states";

export function decide({ bucketExists, remote, begun, local }: Situation): Decision {
  if (remote === undefined) return bucketExists && !begun ? "foreign-bucket" : "create";
  if (!begun) return "nothing";
  return local === undefined || isCopy(remote, local) ? "clean" : "two-states";
}
