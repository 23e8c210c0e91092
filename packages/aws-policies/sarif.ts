import type { EnvironmentEvaluation, WaivedFinding } from "./evaluate";
import type { Policy, Severity } from "./policy";

/** Where SARIF says a stack's JSON is, for viewers that want a file. */
const fileOf = (stack: string) => `cdktf.out/stacks/${encodeURIComponent(wellFormed(stack))}/cdk.tf.json`;

// Half a surrogate pair is no URI: encodeURIComponent throws.
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/**
 * The findings as SARIF 2.1.0, which code scanning services read.
 *
 * A waived finding is a suppressed result with the waiver's reason; a problem, such as an expired waiver, is a notification of level
 * error. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(evaluations: readonly EnvironmentEvaluation[], policies: readonly Policy[]): object {
  const problems = evaluations.flatMap((evaluation) => evaluation.problems);
  return logOf({
    tool: { driver: { name: "policies", rules: policies.map(ruleOf) } },
    invocations: [
      {
        executionSuccessful: problems.length === 0,
        toolExecutionNotifications: problems.map((text) => ({ level: "error", message: { text } })),
      },
    ],
    results: evaluations.flatMap(({ findings }) => findings.map((finding) => resultOf(finding, policies))),
  });
}

/** A SARIF 2.1.0 log of one run. */
export function logOf(run: object): object {
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
}

/** Where a resource is, or a whole stack when the address is empty: the stack's file, and the construct path. */
export function locationOf({ stack, address, path }: ResourcePlace): object {
  const resource = { fullyQualifiedName: path ?? `${stack}/${address}`, name: address, kind: "resource" };
  return {
    // GitHub shows no result without a line; the file is made, so any is as good.
    physicalLocation: { artifactLocation: { uri: fileOf(stack) }, region: { startLine: 1 } },
    logicalLocations: [address === "" ? { fullyQualifiedName: stack, name: stack, kind: "module" } : resource],
  };
}

export interface ResourcePlace {
  readonly stack: string;
  /** Terraform address, or an empty text. */
  readonly address: string;
  /** Construct path. @default - stack and address tell */
  readonly path?: string;
}

/** What SARIF calls a severity. */
const levelOf = (severity: Severity) => (severity === "recommendation" ? "note" : severity);

function ruleOf({ id, severity, title, why, fix, links, securityHub = [], checkov = [] }: Policy): object {
  const [helpUri] = links;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${fix}\n\n${links.join("\n")}` },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: [...securityHub, ...checkov] },
  };
}

function resultOf(finding: WaivedFinding, policies: readonly Policy[]): object {
  const { policy, severity, verdict, stack, address, path, subject, message, waiver } = finding;
  const title = policies.find(({ id }) => id === policy)?.title ?? policy;
  return {
    ruleId: policy,
    ruleIndex: policies.findIndex(({ id }) => id === policy),
    kind: verdict === "not applicable" ? "notApplicable" : verdict,
    // SARIF asks for level none wherever nothing fails.
    level: verdict === "fail" ? levelOf(severity) : "none",
    message: { text: `${subject}: ${message === "" ? title : message}` },
    ...(address !== "" && { locations: [locationOf({ stack, address, path })] }),
    ...(waiver !== undefined && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `${waiver.reason} (until ${waiver.until}, ${waiver.place})`,
        },
      ],
    }),
  };
}
