import type { Configuration, Properties } from "../../terraform-json";

/** A stack whose plan can be reviewed. Nothing in it is redacted yet. */
export interface PlannedInput {
  readonly stack: string;
  readonly status: "planned";
  /** `terraform show -json` of the plan. */
  readonly plan: Properties;
  /** The stack's `cdk.tf.json`. @default - no construct paths, `ignore_changes` or `replace_triggered_by`, which a plan does not have */
  readonly configuration?: Configuration;
  /** What a reviewer must know of the file, such as a format that is newer than this review. */
  readonly remarks: readonly string[];
}

/** A stack without a plan: Terraform failed, it waits for another stack, or its file is no plan. */
export interface UnplannedInput {
  readonly stack: string;
  readonly status: "failed" | "waiting";
  /** What Terraform printed, or what is wrong with the file. */
  readonly message: string;
  /** The file is not what was expected, so that nothing is known of the plan. @default false */
  readonly unreadable?: boolean;
  /** The stack's `cdk.tf.json`, for the order of stacks. @default - unknown */
  readonly configuration?: Configuration;
}

export type PlanInput = PlannedInput | UnplannedInput;
