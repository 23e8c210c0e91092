import type { TerraformElement } from "cdktf";

/** Lets one policy fail at this resource. */
export interface WaiverProps {
  /** Id of the policy, as `./platform policies` lists it. */
  readonly policy: string;
  /** Why the finding is accepted. */
  readonly reason: string;
  /** Last day on which the waiver holds, such as `2027-05-31` (UTC). The synth fails after it; more than a year ahead warns. */
  readonly until: string;
}

const waivers = new WeakMap<TerraformElement, readonly WaiverProps[]>();

/**
 * Lets a policy fail at a resource, for a reason and until a day: `waive(role, { policy: "...", reason: "...", until: "2027-05-31" })`.
 *
 * The waiver is written into the resource's `//` in the Terraform JSON, where the policies and a reviewer read it. What is wrong
 * with it, such as a policy that is not there, they say at synth.
 */
export function waive(resource: TerraformElement, waiver: WaiverProps): void {
  const all = [...(waivers.get(resource) ?? []), waiver];
  waivers.set(resource, all);
  resource.addOverride("//.waivers", all);
}
