import { ownerOf } from "../aws-policies/evaluate";
import { isFor } from "../aws-policies/waivers";
import { isProtected, statefulProtection } from "../aws-policies/stateful-protection";
import { isRecord } from "../terraform-json";
import type { PlacedEffect, PlannedChange } from "./model";
import type { PlannedInput } from "./read";
import { withoutIndex } from "./redact";
import type { ReviewedEnvironment } from "./waivers";

/**
 * Existing data, in an environment that protects it, and that no `prevent_destroy` keeps from being destroyed any more.
 *
 * Neither plan nor state says what `lifecycle` was before; that it was there is taken from the policy, without which nothing is
 * synthesized. A plan says nothing of it either: who takes it away plans "no changes" today, and a destruction tomorrow.
 */
export function liftedProtections(
  { stack, configuration }: PlannedInput,
  changes: readonly PlannedChange[],
  environments: readonly ReviewedEnvironment[],
): PlacedEffect[] {
  const environment = ownerOf(stack, environments);
  if (configuration === undefined || environment?.deletionProtection !== true) return [];
  const waivers = (environment.waivers ?? []).filter(({ policy }) => policy === statefulProtection.id);
  return changes.flatMap(({ address, type, before, action }) => {
    const block = configuration.find(withoutIndex(address));
    if (
      block === undefined ||
      !isProtected(type, block.properties) ||
      before === undefined ||
      action === "destroy" ||
      action === "forget"
    )
      return [];
    const { lifecycle } = block.properties;
    const [own] = Array.isArray(lifecycle) ? (lifecycle as unknown[]) : [lifecycle];
    if (isRecord(own) && own.prevent_destroy === true) return [];
    if (waivers.some((waiver) => isFor(waiver, configuration, block))) return [];
    const text = "nothing keeps Terraform from destroying it: prevent_destroy is not set";
    return [{ stack, address, risk: "medium" as const, text }];
  });
}
