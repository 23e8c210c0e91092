import { evaluateEnvironments, failing } from "../aws-policies/evaluate";
import type { Policy } from "../aws-policies/policy";
import { isFor } from "../aws-policies/waivers";
import { Configuration, isRecord, readPlan, type Properties } from "../terraform-json";
import type { Block, Notice, OlderFinding } from "./model";
import type { PlannedInput } from "./read";
import type { Redactor } from "./redact";
import type { ReviewedEnvironment } from "./waivers";

export interface Checked {
  readonly blocks: readonly Block[];
  readonly notices: readonly Notice[];
  /** Errors that the plan does not cause. */
  readonly older: readonly OlderFinding[];
}

export interface PolicyQuestion {
  readonly inputs: readonly PlannedInput[];
  /** Every synthesized stack: those without a plan are there for references between stacks. */
  readonly stacks: readonly Configuration[];
  readonly environments: readonly ReviewedEnvironment[];
  readonly policies: readonly Policy[];
  /** ISO day. */
  readonly today: string;
  /** Whether the plan makes or changes a resource. */
  readonly isChanged: (stack: string, address: string) => boolean;
  /** Whether the baseline accepts a finding, where the plan does not cause it. */
  readonly isAccepted: (stack: string, address: string, policy: string) => boolean;
}

/** Asks the policies, once, about the planned values; what they say comes without secrets. */
export function askPolicies(question: PolicyQuestion, redactor: Redactor): Checked {
  try {
    return ask(question, redactor);
  } catch (error) {
    // What no policy can read must not pass for want of an answer.
    const text = `the policies cannot read the plan (${error instanceof Error ? error.name : "unknown error"})`;
    const remedy = "make the plan anew, or report this";
    const blocks = question.inputs.map(({ stack }) => ({ stack, address: "", rule: "policies", text, remedy }));
    return { blocks, notices: [], older: [] };
  }
}

function ask(question: PolicyQuestion, redactor: Redactor): Checked {
  const { inputs, stacks, environments, policies, today, isChanged, isAccepted } = question;
  if (inputs.length === 0 || policies.length === 0) return { blocks: [], notices: [], older: [] };
  const planned = inputs.map(({ stack, plan, configuration }) =>
    readPlan(withPlannedValues(plan), stack, configuration),
  );
  const names = new Set(planned.map(({ name }) => name));
  const others = stacks.filter(({ name }) => !names.has(name));
  const all = [...planned, ...others];
  Configuration.link(all);
  const evaluations = evaluateEnvironments(policies, all, withWaiversFor(all, environments), {
    today,
    failuresOnly: true,
  });
  const own = evaluations.filter((evaluation) => evaluation.stacks.some(({ name }) => names.has(name)));
  const errors = own.flatMap(({ findings }) => failing(findings, "error")).filter(({ stack }) => names.has(stack));
  const isNews = newsOf(question, others, errors);
  const fixes = new Map(policies.map((policy) => [policy.id, policy]));
  const text = (value: string) => redactor.text(value);

  const blocks = [
    ...errors.filter(isNews).map(({ stack: name, address, policy, message }) => ({
      stack: name,
      address: text(address),
      rule: policy,
      text: text(message),
      remedy: fixes.get(policy)?.fix ?? "fix it, or waive the policy in the environment",
    })),
    ...own.flatMap(({ problems, stacks: [stack] }) =>
      problems.map((problem) => ({
        stack: stack?.name ?? "",
        address: "",
        rule: "policies",
        text: text(problem),
        remedy: "correct the waiver or the policy",
      })),
    ),
  ];
  // A standing waiver was decided on in the environment file, and a warning elsewhere is no news.
  const notices = own.flatMap(({ findings }) =>
    failing(findings, "warning")
      .filter(({ stack, address }) => isChanged(stack, address))
      .map(({ stack, address, policy, message }) => ({
        stack,
        address: text(address),
        rule: policy,
        text: text(message),
      })),
  );
  const older = errors
    .filter((finding) => !isNews(finding))
    .map(({ stack, address, policy, message }) => ({
      stack,
      address: text(address),
      rule: policy,
      text: text(message),
      isAccepted: isAccepted(stack, text(address), policy),
    }));
  return { blocks, notices, older };
}

/** A plan that was cut down to its changes, as many a script does, has their values there. */
function withPlannedValues(plan: Properties): Properties {
  return isRecord(plan.planned_values) ? plan : { ...plan, planned_values: valuesIn(plan, "after") };
}

/** The values of the changes on one side, as the state has them. */
function valuesIn({ resource_changes: changes }: Properties, side: "before" | "after"): Properties | undefined {
  if (!Array.isArray(changes)) return undefined;
  const resources = changes.filter(isRecord).flatMap(({ change, ...resource }) => {
    const values = isRecord(change) ? change[side] : undefined;
    return isRecord(values) ? [{ ...resource, values }] : [];
  });
  return { root_module: { resources } };
}

interface Finding_ {
  readonly stack: string;
  readonly address: string;
  readonly policy: string;
}

/**
 * Whether the plan causes a finding: it makes or changes the resource, or the finding is not there without the plan's changes, as where a
 * rule is added to a group. A finding of a changed resource that was there before is no news where the baseline accepts it.
 */
function newsOf(
  { inputs, environments, policies, today, isChanged, isAccepted }: PolicyQuestion,
  others: readonly Configuration[],
  errors: readonly Finding_[],
): (finding: Finding_) => boolean {
  const isNew = ({ stack, address, policy }: Finding_) =>
    isChanged(stack, address) && !isAccepted(stack, address, policy);
  if (errors.every(isNew)) return () => true;
  const before = inputs.flatMap(({ stack, plan, configuration }) => {
    // OpenTofu's and Terraform's own plans have the state; those of other programs may not.
    const values = isRecord(plan.prior_state) ? plan.prior_state.values : valuesIn(plan, "before");
    return isRecord(values) ? [readPlan({ ...plan, planned_values: values }, stack, configuration)] : [];
  });
  const all = [...before, ...others];
  Configuration.link(all);
  // Those that found nothing now have nothing that could be older.
  const failed = new Set(errors.map(({ policy }) => policy));
  const asked = policies.filter(({ id }) => failed.has(id));
  const keyOf = ({ stack, address, policy }: Finding_) => JSON.stringify([stack, address, policy]);
  const old = new Set(
    evaluateEnvironments(asked, all, withWaiversFor(all, environments), { today, failuresOnly: true })
      .flatMap(({ findings }) => failing(findings, "error"))
      .map(keyOf),
  );
  return (finding) => isNew(finding) || !old.has(keyOf(finding));
}

/** Environments without the waivers for stacks that are not here, of which it is unknown whether they are right. */
function withWaiversFor(
  stacks: readonly Configuration[],
  environments: readonly ReviewedEnvironment[],
): ReviewedEnvironment[] {
  const isHere = (waiver: NonNullable<ReviewedEnvironment["waivers"]>[number]) =>
    stacks.some((stack) => stack.resources.some((block) => isFor(waiver, stack, block)));
  return environments.map((environment) => ({ ...environment, waivers: (environment.waivers ?? []).filter(isHere) }));
}
