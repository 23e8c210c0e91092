import type { AdoptInput } from "../../modules/platform/environment/schema/adopt";
import type { Waiver } from "../../policies";

/** What to write into an environment, so that its stacks take over what is there. */
export interface Proposal {
  readonly adopt: AdoptInput;
  /** Fields of the environment that say something else than what is there. */
  readonly changes: readonly FieldChange[];
  /** What the policies would refuse of it, to be made right in time. */
  readonly waivers: readonly Waiver[];
  /** What was not found, is ambiguous, or needs a person's eye. */
  readonly remarks: readonly string[];
}

export interface FieldChange {
  /** Such as `network.cidr`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Collects what a part of the proposal finds. */
export class Notes {
  readonly changes: FieldChange[] = [];
  readonly remarks: string[] = [];

  /** Proposes a field's value where it differs. */
  field(path: string, from: unknown, to: unknown): void {
    if (JSON.stringify(from) !== JSON.stringify(to)) this.changes.push({ path, from, to });
  }

  remark(text: string): void {
    this.remarks.push(text);
  }
}
