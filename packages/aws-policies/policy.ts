import type { Block, Configuration } from "../terraform-json";

/** An error stops the synth, a warning is printed, and a recommendation is only in the full report. */
export type Severity = "error" | "warning" | "recommendation";

/** What a person reads about a policy. Texts are plain sentences. */
export interface PolicyDescription {
  /** Name in waivers and reports, such as `rds-not-public`. */
  readonly id: string;
  readonly severity: Severity;
  /** The promise that holds when it passes: `Databases have no public address`. */
  readonly title: string;
  /** What goes wrong where it fails. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  /** AWS Security Hub controls, such as `RDS.2`. @default - none says the same */
  readonly securityHub?: readonly string[];
  /** Checkov rules, such as `CKV_AWS_17`. @default - none says the same */
  readonly checkov?: readonly string[];
  /** Where the facts are from. */
  readonly links: readonly string[];
  /**
   * Whether it requires protection from deletion. It does not apply where that is turned off: `deletionProtection: false` of
   * an environment, or a destroy that includes data.
   *
   * @default - it holds in every environment
   */
  readonly deletionProtection?: boolean;
}

/** What is known beside the stacks themselves. */
export interface Circumstances {
  /** The same stacks as they were before. @default - unknown */
  readonly previous?: readonly Configuration[];
  /** Why deletion protection is off in this stack; undefined where it is on. @default - on everywhere */
  readonly deletionProtectionOff?: (stack: Configuration) => string | undefined;
}

/** What a policy says about one resource. */
export type PolicyResult =
  | { readonly verdict: "pass" }
  /** `message`: what is wrong, with the value that was found. */
  | { readonly verdict: "fail"; readonly message: string }
  /** `message`: why the policy does not apply. */
  | { readonly verdict: "not applicable"; readonly message: string };

/** A judgement, and what it is about. */
export interface Finding {
  /** Id of the policy. */
  readonly policy: string;
  readonly severity: Severity;
  readonly verdict: PolicyResult["verdict"];
  /** Name of the stack; empty when no stack has anything the policy is about. */
  readonly stack: string;
  /** Terraform address; empty when it is not about one resource. */
  readonly address: string;
  /** Construct path; undefined where cdktf wrote none, as in hand-written JSON. */
  readonly path: string | undefined;
  /** What a person calls it: construct path, else address. */
  readonly subject: string;
  /** Empty when it passes. */
  readonly message: string;
}

/** One rule over stacks as Terraform reads them: `cdk.tf.json`, or the plan of `terraform show -json`. */
export interface Policy extends PolicyDescription {
  /** Says at least one thing: a policy without anything to look at is not applicable, never silent. */
  check(stacks: readonly Configuration[], circumstances?: Circumstances): Finding[];
}

export const pass: PolicyResult = { verdict: "pass" };

/** @param message what is wrong, with the value that was found: `publicly_accessible is true` */
export function fail(message: string): PolicyResult {
  return { verdict: "fail", message };
}

/** @param message why: `it has no listener` */
export function notApplicable(message: string): PolicyResult {
  return { verdict: "not applicable", message };
}

/** A policy that looks at one resource at a time. */
export interface ResourcePolicy extends PolicyDescription {
  /** Terraform types of the resources it looks at; where there is none, the policy is not applicable. */
  readonly types: readonly string[];
  /** Judges one resource; of a list, each judgement is a finding, and an empty list is a pass. */
  readonly check: (
    resource: Block,
    stacks: readonly Configuration[],
    circumstances: Circumstances,
  ) => PolicyResult | readonly PolicyResult[];
}

/**
 * Makes a policy of one that looks at one resource at a time.
 *
 * In a plan, arguments that are not set are `null` or an empty list; in `cdk.tf.json` they are absent.
 */
export function resourcePolicy({ types, check, ...description }: ResourcePolicy): Policy {
  const { deletionProtection = false } = description;
  return {
    ...description,
    check: (stacks, circumstances = {}) => {
      const findings = stacks.flatMap((stack) => {
        const deletionProtectionOff = deletionProtection ? circumstances.deletionProtectionOff?.(stack) : undefined;
        return stack.resourcesOf(...types).flatMap((resource) => {
          const results =
            deletionProtectionOff === undefined
              ? check(resource, stacks, circumstances)
              : notApplicable(deletionProtectionOff);
          const all = "verdict" in results ? [results] : results;
          return (all.length === 0 ? [pass] : all).map((result) => findingAbout(description, resource, result));
        });
      });
      return findings.length > 0 ? findings : [findingAboutNothing(description, `there is no ${types.join(" or ")}`)];
    },
  };
}

/** A finding about a resource. */
export function findingAbout({ id, severity }: PolicyDescription, resource: Block, result: PolicyResult): Finding {
  return {
    policy: id,
    severity,
    verdict: result.verdict,
    stack: resource.configuration.name,
    address: resource.address,
    path: resource.path,
    subject: resource.path ?? resource.address,
    message: result.verdict === "pass" ? "" : result.message,
  };
}

/** The finding of a policy that has nothing to look at. */
export function findingAboutNothing({ id, severity }: PolicyDescription, why: string): Finding {
  const verdict = "not applicable";
  return {
    policy: id,
    severity,
    verdict,
    stack: "",
    address: "",
    path: undefined,
    subject: "all stacks",
    message: why,
  };
}
