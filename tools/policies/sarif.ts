import type { EnvironmentEvaluation, Policy, WaivedFinding } from "../../policies";

/** Where SARIF says a stack's JSON is, for viewers that want a file. */
const fileOf = (stack: string) => `cdktf.out/stacks/${stack}/cdk.tf.json`;

/**
 * The findings as SARIF 2.1.0, which code scanning services read.
 *
 * A waived finding is a suppressed result with the waiver's reason; a problem, such as an expired waiver, is a notification of level
 * error. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(evaluations: readonly EnvironmentEvaluation[], policies: readonly Policy[]): object {
  const problems = evaluations.flatMap((evaluation) => evaluation.problems);
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "policies", rules: policies.map(ruleOf) } },
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map((text) => ({ level: "error", message: { text } })),
          },
        ],
        results: evaluations.flatMap(({ findings }) => findings.map((finding) => resultOf(finding, policies))),
      },
    ],
  };
}

function ruleOf({ id, severity, title, why, fix, links, securityHub = [], checkov = [] }: Policy): object {
  const [helpUri] = links;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${fix}\n\n${links.join("\n")}` },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: severity },
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
    level: verdict === "fail" ? severity : "none",
    message: { text: `${subject}: ${message === "" ? title : message}` },
    ...(address !== "" && {
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: fileOf(stack) } },
          logicalLocations: [{ fullyQualifiedName: path ?? `${stack}/${address}`, name: address, kind: "resource" }],
        },
      ],
    }),
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
