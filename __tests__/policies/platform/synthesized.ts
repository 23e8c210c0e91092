import { Platform } from "../../../modules/platform";
import { defineEnvironment } from "../../../modules/platform/environment";
import type { Policy } from "../../../packages/aws-policies/policy";
import { synthesize } from "../../../packages/jest-terraform";
import { readConfigurations } from "../../../packages/terraform-json";
import { changed, type Change } from "../../fixtures/shop";

/**
 * What a policy finds wrong in the stacks of the changed shop.
 *
 * @param edit changes the JSON of the stacks, for what no environment can say
 */
export function failuresIn(policy: Policy, change: Change, edit: (json: string) => string = String): readonly string[] {
  const environment = defineEnvironment(changed(change));
  const app = synthesize((root) => void new Platform(root, environment));
  const texts = Object.fromEntries(app.stacks.map(({ name, json }) => [name, edit(JSON.stringify(json))]));
  const findings = policy.check(readConfigurations(texts));
  return findings.flatMap(({ verdict, message }) => (verdict === "fail" ? [message] : []));
}
