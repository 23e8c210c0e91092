import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { isRecord } from "../../packages/terraform-json";

/** A saved plan, as far as it matters to the order in which plans are applied. */
export interface Saved {
  readonly stack: SynthesizedStack;
  /** `terraform show -json` of it. */
  readonly plan: Readonly<Record<string, unknown>>;
  /** Text of the stack's `cdk.tf.json`. */
  readonly configuration: string;
}

/**
 * Stacks whose plan holds what another plan is about to change, with what they must wait for: they read an output of a stack that is
 * applied before them, or stand behind a stack that itself has to be planned again.
 *
 * Terraform does not notice: it compares a saved plan with the stack's own state alone, and applies the old value of the output.
 *
 * @param saved plans that change something, in the order in which they are applied
 */
export function outdated(saved: readonly Saved[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { stack, configuration } of saved) {
    for (const { stack: before, plan } of saved) {
      if (reasons.has(stack.name) || !stack.dependencies.includes(before.name)) continue;
      const [output] = changedOutputs(plan).filter((name) => reads(configuration, before.name, name));
      if (reasons.has(before.name)) reasons.set(stack.name, `it depends on ${before.name}, which is left, too`);
      else if (output !== undefined) {
        reasons.set(stack.name, `it reads the output ${output} of ${before.name}, which is about to change`);
      }
    }
  }
  return reasons;
}

/** Outputs that a plan changes, or may change. */
function changedOutputs(plan: Saved["plan"]): readonly string[] {
  const changes = isRecord(plan.output_changes) ? plan.output_changes : {};
  return Object.entries(changes).flatMap(([name, change]) => {
    const actions = isRecord(change) && Array.isArray(change.actions) ? change.actions : [];
    return actions.every((action) => action === "no-op") ? [] : [name];
  });
}

/** cdktf names the data source after the stack that it reads. */
function reads(configuration: string, stack: string, output: string): boolean {
  const reference = `terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}`;
  const at = configuration.indexOf(reference);
  return at >= 0 && !/[\w-]/.test(configuration.charAt(at + reference.length));
}

export function configurationOf(synth: string, stack: string): string {
  return readFileSync(join(synth, "stacks", stack, "cdk.tf.json"), "utf8");
}
