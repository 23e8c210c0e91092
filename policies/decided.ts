import type { Finding, Policy } from "../packages/aws-policies/policy";
import type { Configuration } from "../packages/terraform-json";
import { decisions, type Decision } from "./decisions";

/** A published policy with what this project decides of it; the same policy where it decides nothing. */
export function decided(policy: Policy): Policy {
  const decision = decisions[policy.id];
  if (decision === undefined) return policy;
  const { fix = policy.fix, recommended } = decision;
  const severity = recommended === undefined ? policy.severity : "recommendation";
  const why = recommended === undefined ? policy.why : `${policy.why} It is recommended only: ${recommended}.`;
  return {
    ...policy,
    severity,
    why,
    fix,
    check: (stacks, circumstances) =>
      policy.check(stacks, circumstances).map((finding) => {
        const off = decision.deletionProtection === true && circumstances?.deletionProtectionOff;
        const stack = stacks.find(({ name }) => name === finding.stack);
        const reason =
          finding.verdict === "fail" && stack !== undefined
            ? ((off ? off(stack) : undefined) ?? exceptionOf(decision, stack, finding))
            : undefined;
        return reason === undefined
          ? { ...finding, severity }
          : { ...finding, severity, verdict: "not applicable" as const, message: reason };
      }),
  };
}

function exceptionOf({ except }: Decision, stack: Configuration, { address }: Finding): string | undefined {
  const resource = stack.resources.find((block) => block.address === address);
  return resource === undefined ? undefined : except?.(resource);
}
