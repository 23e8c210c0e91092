import type { Configuration } from "../terraform-json";
import type { Circumstances, Finding, Policy } from "./policy";
import { isFor, nameOf, noticeOf, problemsOf, waiversInCode, type PlacedWaiver, type Waiver } from "./waivers";
import { isoToday } from "../common/text";

/** What policies need to know of an environment. */
export interface PolicedEnvironment {
  /** Its stacks are called `<name>-...`; `*` has every stack that belongs to no other. */
  readonly name: string;
  /** Where its waivers are written, for messages. @default - "in environment <name>" */
  readonly place?: string;
  /** False: nothing in it has to survive. */
  readonly deletionProtection: boolean;
  /** @default - none but those next to the resources */
  readonly waivers?: readonly Waiver[];
}

export interface EvaluateOptions {
  /** Beside those next to the resources. @default - none */
  readonly waivers?: readonly PlacedWaiver[];
  readonly circumstances?: Circumstances;
  /** ISO day. @default - today in UTC */
  readonly today?: string;
  /** Whether what passes, or does not apply, is left out: of 50,000 resources it is most of the memory. @default false */
  readonly failuresOnly?: boolean;
}

/** A finding, and the waiver that lets it pass. */
export interface WaivedFinding extends Finding {
  readonly waiver?: PlacedWaiver;
}

/** All that the policies say about some stacks. */
export interface Evaluation {
  readonly findings: readonly WaivedFinding[];
  /** Policies that threw or returned nothing, waivers that are wrong. Each is as bad as a failing error. */
  readonly problems: readonly string[];
  /** Waivers that soon expire or are not needed. */
  readonly notices: readonly string[];
}

/** The evaluation of one environment; `name` is undefined for stacks that belong to none. */
export interface EnvironmentEvaluation extends Evaluation {
  readonly name: string | undefined;
  readonly stacks: readonly Configuration[];
}

/** Runs policies over stacks that belong together, and applies the waivers. */
export function evaluate(
  policies: readonly Policy[],
  stacks: readonly Configuration[],
  { waivers = [], circumstances, today = isoToday(), failuresOnly = false }: EvaluateOptions = {},
): Evaluation {
  const problems: string[] = [];
  const findings = policies.flatMap((policy) => {
    try {
      const results = policy.check(stacks, circumstances);
      if (results.length === 0)
        problems.push(`policy ${policy.id} returned no result, not even that it does not apply`);
      return failuresOnly ? results.filter(({ verdict }) => verdict === "fail") : results;
    } catch (error) {
      problems.push(`policy ${policy.id} threw: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  const ids = policies.map(({ id }) => id);
  const all = [...waivers, ...waiversInCode(stacks)];
  const wrong = all.map((waiver, index) => [
    ...problemsOf(waiver, { policies: ids, stacks, today }),
    ...(all.slice(0, index).some((other) => isSame(waiver, other)) ? [`${nameOf(waiver)}: it is there twice`] : []),
  ]);
  const valid = all.filter((_, index) => wrong[index]?.length === 0);
  const waived = findings.map((finding) => withWaiver(finding, stacks, valid));
  return {
    findings: waived,
    problems: [...problems, ...wrong.flat()],
    notices: valid.flatMap((waiver) => noticesOf(waiver, waived, today)),
  };
}

/** Evaluates each environment's stacks with its own waivers, and stacks that belong to none by themselves. */
export function evaluateEnvironments(
  policies: readonly Policy[],
  stacks: readonly Configuration[],
  environments: readonly PolicedEnvironment[],
  {
    circumstances = {},
    today,
    failuresOnly,
    complete = true,
  }: Omit<EvaluateOptions, "waivers"> & { complete?: boolean } = {},
): EnvironmentEvaluation[] {
  const owners = new Map(stacks.map((stack) => [stack, ownerOf(stack.name, environments)]));
  return [...environments, undefined].flatMap((environment) => {
    const own = stacks.filter((stack) => owners.get(stack) === environment);
    if (own.length === 0 && (environment === undefined || !complete)) return [];
    const waivers = (environment?.waivers ?? [])
      .filter(({ resource }) => complete || own.some(({ name }) => resource.startsWith(`${name}/`)))
      .map((waiver) => ({ ...waiver, place: environment?.place ?? `in environment ${environment?.name}` }));
    const deletionProtectionOff = (stack: Configuration) =>
      circumstances.deletionProtectionOff?.(stack) ??
      (environment?.deletionProtection === false ? `deletionProtection of ${environment.name} is false` : undefined);
    const evaluation = evaluate(policies, own, {
      waivers,
      circumstances: { ...circumstances, deletionProtectionOff },
      today,
      ...(failuresOnly !== undefined && { failuresOnly }),
    });
    return [{ name: environment?.name, stacks: own, ...evaluation }];
  });
}

/**
 * All policies with the waivers of the environments, for `expect(app).toSatisfyPolicies(policyPack(policies, environments))`: what is
 * waived does not apply, and a problem fails.
 */
export function policyPack(
  policies: readonly Policy[],
  environments: readonly PolicedEnvironment[],
  options: Omit<EvaluateOptions, "waivers"> = {},
): (stacks: readonly Configuration[]) => Finding[] {
  return (stacks) =>
    evaluateEnvironments(policies, stacks, environments, options).flatMap(({ name = "", findings, problems }) => [
      ...findings.map(({ waiver, ...finding }) =>
        waiver === undefined
          ? finding
          : {
              ...finding,
              verdict: "not applicable" as const,
              message: `waived until ${waiver.until}: ${waiver.reason}`,
            },
      ),
      ...problems.map((message) => ({ ...problem, subject: name, message })),
    ]);
}

const problem = {
  policy: "waivers",
  severity: "error",
  verdict: "fail",
  stack: "",
  address: "",
  path: undefined,
} as const;

/** Whether nothing is in the way: no failing error without waiver, and no problem. */
export function isSatisfied({ findings, problems }: Evaluation): boolean {
  return problems.length === 0 && failing(findings, "error").length === 0;
}

/** Findings of a severity that fail and are not waived. */
export function failing(findings: readonly WaivedFinding[], severity: Finding["severity"]): WaivedFinding[] {
  return findings.filter(
    (finding) => finding.verdict === "fail" && finding.severity === severity && finding.waiver === undefined,
  );
}

/** The environment with the longest name that begins the stack's: `prod-eu-data` is not of `prod` where there is `prod-eu`. */
export function ownerOf<Environment extends { readonly name: string }>(
  stack: string,
  environments: readonly Environment[],
): Environment | undefined {
  const [owner] = environments
    .filter(({ name }) => stack.startsWith(`${name}-`))
    .toSorted((a, b) => b.name.length - a.name.length);
  return owner ?? environments.find(({ name }) => name === "*");
}

function withWaiver(
  finding: Finding,
  stacks: readonly Configuration[],
  waivers: readonly PlacedWaiver[],
): WaivedFinding {
  if (finding.verdict !== "fail") return finding;
  const waiver = waivers.find((candidate) => isAbout(candidate, finding, stacks));
  return waiver === undefined ? finding : { ...finding, waiver };
}

function isAbout(waiver: Waiver, finding: Finding, stacks: readonly Configuration[]): boolean {
  const stack = stacks.find(({ name }) => name === finding.stack);
  return waiver.policy === finding.policy && stack !== undefined && isFor(waiver, stack, finding);
}

function isSame(a: PlacedWaiver, b: PlacedWaiver): boolean {
  return a.policy === b.policy && a.resource === b.resource;
}

function noticesOf(waiver: PlacedWaiver, findings: readonly WaivedFinding[], today: string): string[] {
  if (!findings.some((finding) => finding.waiver === waiver)) {
    return [`${nameOf(waiver)} is not needed: the policy does not fail there; take it out`];
  }
  const notice = noticeOf(waiver, today);
  return notice === undefined ? [] : [notice];
}
