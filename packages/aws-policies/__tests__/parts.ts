import type { Circumstances, Policy } from "../policy";
import { readConfigurations, type Configuration } from "../../terraform-json";

/** `resource` of a `cdk.tf.json`: blocks by type, then name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Resources as one stack named `test`. */
export function stackOf(resource: Resources, more: Readonly<Record<string, unknown>> = {}): Configuration[] {
  return readConfigurations({ test: { ...more, resource } });
}

/** What a policy says, a line a finding: `pass aws_vpc.main`, `fail aws_vpc.main: cidr_block is "10.0.0.0/8"`. */
export function verdicts(
  policy: Policy,
  input: Resources | readonly Configuration[],
  circumstances?: Circumstances,
): string[] {
  const stacks = Array.isArray(input) ? (input as readonly Configuration[]) : stackOf(input as Resources);
  return policy
    .check(stacks, circumstances)
    .map(({ verdict, subject, message }) => `${verdict} ${subject}${message === "" ? "" : `: ${message}`}`);
}
