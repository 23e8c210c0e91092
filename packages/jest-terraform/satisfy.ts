import { kindOf, type Configuration } from "../terraform-json";
import { stacksOf } from "./receiver";
import { hint, namesOf, type MatcherContext, type Verdict } from "./report";
import { plural } from "../common/text";

/** What one policy says about one thing. */
export interface Finding {
  /** Id of the policy. */
  readonly policy: string;
  readonly verdict: "pass" | "fail" | "not applicable";
  /** Only errors fail the expectation. @default - `error` */
  readonly severity?: "error" | "warning" | "recommendation";
  /** What it is about: an address or a construct path. */
  readonly subject: string;
  /** What is wrong and how to fix it. */
  readonly message: string;
}

/** One policy: a rule over stacks as Terraform reads them. */
export interface Policy {
  readonly id: string;
  check(stacks: readonly Configuration[]): Iterable<Finding>;
}

/** Policies, or one function that runs them. */
export type PolicyPack = readonly Policy[] | ((stacks: readonly Configuration[]) => Iterable<Finding>);

/** No policy of the pack fails with an error. A pack that says nothing, and a policy that throws, are errors: neither proves anything. */
export function toSatisfyPolicies(this: MatcherContext, received: unknown, pack: PolicyPack): Verdict {
  const stacks = stacksOf(this, "toSatisfyPolicies", received);
  const findings = findingsOf(pack, stacks);
  const failing = findings.filter(({ verdict }) => verdict === "fail");
  const errors = failing.filter(({ severity = "error" }) => severity === "error");
  const warnings = failing.filter(({ severity }) => severity === "warning");
  return {
    pass: errors.length === 0,
    message: () => {
      const title = hint(this, "toSatisfyPolicies", "stack", "policies");
      const checked = `${plural(findings.length, "finding")} of ${plural(new Set(findings.map(({ policy }) => policy)).size, "policy", "policies")}`;
      if (errors.length === 0) return `${title}${namesOf(stacks)} satisfies all policies (${checked})`;
      const also = warnings.length === 0 ? "" : `\n\nWarnings:${list(warnings)}`;
      return `${title}${namesOf(stacks)} fails ${plural(errors.length, "check")} (${checked}):${list(errors)}${also}`;
    },
  };
}

function findingsOf(pack: PolicyPack, stacks: readonly Configuration[]): Finding[] {
  if (typeof pack !== "function" && !Array.isArray(pack)) {
    throw new Error(`toSatisfyPolicies: the pack must be a list of policies or a function, got ${kindOf(pack)}`);
  }
  const findings =
    typeof pack === "function" ? [...pack(stacks)] : pack.flatMap((policy) => findingsOfOne(policy, stacks));
  if (findings.length === 0) throw new Error("toSatisfyPolicies: the pack found nothing to check, not even a pass");
  return findings;
}

function findingsOfOne(policy: Policy, stacks: readonly Configuration[]): Finding[] {
  try {
    return [...policy.check(stacks)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`toSatisfyPolicies: the policy ${policy.id} threw: ${reason}`, { cause: error });
  }
}

function list(findings: readonly Finding[]): string {
  return findings.map(({ policy, subject, message }) => `\n  ${policy}, ${subject}: ${message}`).join("");
}
