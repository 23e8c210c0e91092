import { Fn, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * A snapshot's name must be new each time, yet the same in every plan: so it ends with an identity that is made once and
 * replaced together with what is snapshotted, whose replacement these values force.
 */
export function finalSnapshotIdentifier(
  scope: Construct,
  identifier: string,
  replacedBy: Readonly<Record<string, string>>,
): string {
  // Not cdktf's DataResource, which runs `terraform version` at every synth to ask for 1.4.
  const identity = new TerraformResource(scope, "final-snapshot", { terraformResourceType: "terraform_data" });
  identity.addOverride("triggers_replace", replacedBy);
  return `${identifier}-final-${Fn.substr(identity.getStringAttribute("id"), 0, 8)}`;
}
