import { isRecord } from "../../terraform-json";
import { oneLine, shorten } from "../meaning/diff/show";
import type { PlacedEffect } from "../model";
import type { PlannedInput } from "../read";
import type { Redactor } from "../redact";
import { listOf, textOf } from "./lists";

/** What Terraform says of the plan as a whole, beside its changes. */
export function remarksOf({ plan, remarks }: PlannedInput, handedOn: number, redactor: Redactor): string[] {
  return [
    ...remarks,
    ...(plan.complete === false
      ? ["The plan is not complete: after it is applied, another plan is needed for the rest."]
      : []),
    ...(handedOn > 0 ? [`${handedOn} ${handedOn === 1 ? "value" : "values"} that other stacks read may change.`] : []),
  ].map((remark) => redactor.text(remark));
}

/** Checks that fail: Terraform applies the plan all the same, so a person must see them. */
export function failedChecks({ stack, plan }: PlannedInput, redactor: Redactor): PlacedEffect[] {
  return listOf(plan.checks).flatMap((check) => failedCheck(stack, check, redactor));
}

function failedCheck(stack: string, check: unknown, redactor: Redactor): PlacedEffect[] {
  if (!isRecord(check) || (check.status !== "fail" && check.status !== "error")) return [];
  const address = redactor.text((isRecord(check.address) && textOf(check.address.to_display)) || "check");
  const problems = listOf(check.instances)
    .flatMap((instance) => (isRecord(instance) ? listOf(instance.problems) : []))
    .flatMap((problem) => (isRecord(problem) ? (textOf(problem.message) ?? []) : []));
  const suffix = problems.length === 0 ? "" : `: ${problems.join("; ")}`;
  const text = redactor.text(`${address} ${check.status === "fail" ? "fails" : "cannot be made"}${suffix}`);
  return [{ stack, address, risk: "medium", text: shorten(oneLine(text), 600) }];
}
