import { plural } from "../common/text";
import { failing, isSatisfied, type EnvironmentEvaluation, type WaivedFinding } from "./evaluate";
import type { Policy } from "./policy";
import { UserError } from "../common/errors";

/** Stacks that do not satisfy the policies; the message says all of it. */
export class PolicyError extends UserError {
  constructor(message: string) {
    super(message);
    // Jest and others print the stack: the infrastructure is at fault, not a line of this program.
    this.stack = message;
  }
}

/** All that is in the way, in words; undefined when nothing does. */
export function violations(
  evaluations: readonly EnvironmentEvaluation[],
  policies: readonly Policy[],
): string | undefined {
  const refused = evaluations.filter((evaluation) => !isSatisfied(evaluation));
  if (refused.length === 0) return undefined;
  const sections = refused.map(({ name = "stacks outside the environments", findings, problems }) => {
    const errors = failing(findings, "error");
    const counts = [
      ...(errors.length === 0 ? [] : [`fails ${plural(errors.length, "check")} of the policies`]),
      ...(problems.length === 0 ? [] : [`has ${plural(problems.length, "problem")}`]),
    ];
    const lines = [...problems.map((problem) => `  ${problem}`), ...sectionsByPolicy(errors, policies)];
    return `${name} ${counts.join(" and ")}\n\n${lines.join("\n")}`;
  });
  const waiver = 'waivers: [{ policy: "...", resource: "...", reason: "...", until: "2027-05-31" }]';
  return `${sections.join("\n\n")}\n\nWhat cannot be fixed yet is waived, with a reason and an end, in the environment: ${waiver}`;
}

/** Warnings and notices in words; undefined when there are none. */
export function warnings(
  evaluations: readonly EnvironmentEvaluation[],
  policies: readonly Policy[],
): string | undefined {
  const sections = evaluations.flatMap(({ name = "stacks outside the environments", findings, notices }) => {
    const failed = failing(findings, "warning");
    const count = failed.length + notices.length;
    const lines = [...sectionsByPolicy(failed, policies), ...notices.map((notice) => `  ${notice}`)];
    return count === 0 ? [] : [`${name} has ${plural(count, "warning")} of the policies\n\n${lines.join("\n")}`];
  });
  return sections.length === 0 ? undefined : sections.join("\n\n");
}

/** Each policy that fails: what it promises, where it fails, and what to do. */
export function sectionsByPolicy(findings: readonly WaivedFinding[], policies: readonly Policy[]): string[] {
  return policies.flatMap(({ id, title, fix }) => {
    const own = findings.filter(({ policy }) => policy === id);
    if (own.length === 0) return [];
    const places = own.map(({ subject, message }) => `    ${subject}: ${message}`);
    return [`  ${id}: ${title}`, ...places, `    Fix: ${fix}`];
  });
}
