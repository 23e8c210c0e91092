import { isRecord } from "../../terraform-json";
import type { PlannedInput } from "../read";
import type { Redactor } from "../redact";
import { listOf, textOf } from "./changes";

/** What Terraform says of the plan as a whole, beside its changes: checks that fail, and that it is not complete. */
export function remarksOf({ plan, remarks }: PlannedInput, handedOn: number, redactor: Redactor): string[] {
  return [
    ...remarks,
    ...listOf(plan.checks).flatMap((check) => checkRemark(check)),
    ...(plan.complete === false
      ? ["The plan is not complete: after it is applied, another plan is needed for the rest."]
      : []),
    ...(handedOn > 0 ? [`${handedOn} ${handedOn === 1 ? "value" : "values"} that other stacks read may change.`] : []),
  ].map((remark) => redactor.text(remark));
}

function checkRemark(check: unknown): string[] {
  if (!isRecord(check) || (check.status !== "fail" && check.status !== "error")) return [];
  const address = isRecord(check.address) ? textOf(check.address.to_display) : undefined;
  const problems = listOf(check.instances)
    .flatMap((instance) => (isRecord(instance) ? listOf(instance.problems) : []))
    .flatMap((problem) => (isRecord(problem) ? (textOf(problem.message) ?? []) : []));
  const said = problems.length === 0 ? "" : `: ${problems.join("; ")}`;
  return [`Check ${address ?? "without address"} ${check.status === "fail" ? "fails" : "cannot be made"}${said}`];
}
