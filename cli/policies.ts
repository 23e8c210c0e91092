import { defineCommand } from "./program/execute";
import { json } from "./program/options";

export default defineCommand({
  name: "policies",
  group: "inspect",
  summary: "check environments or plans against the policies",
  description:
    "Checks every environment, or those named, against the policies. A file named after a stack (its cdk.tf.json, or the plan that `terraform show -json` prints) is checked in place of what synth writes for that stack.",
  arguments: [
    {
      term: "[environment|file...]",
      description: "environments, or files such as {environment}-data.json (default: all environments)",
    },
  ],
  options: [
    {
      flags: "--previous <path>",
      description:
        "the stacks before the change, to find resources renamed without a moved block: an output folder of synth, or files STACK.json (terraform show -json) or STACK.txt (terraform state list)",
    },
    { flags: "--sarif <file>", description: "write the findings as SARIF 2.1.0, for code scanning" },
    json,
  ],
  examples: [
    {
      command: "policies {environment}",
      explanation: "a table of the policies, what fails, and every waiver with its reason",
    },
    { command: "policies plans/{environment}-data.json --json", explanation: "checks a plan, with everything as JSON" },
  ],
  exitCodes: {
    done: "every policy passes, does not apply or is waived",
    failed: "a policy fails, or something cannot be read",
  },
  run: async ({ words, options }) => {
    const { checkPolicies } = await import("../operations/policies/check");
    return checkPolicies({ inputs: words, previous: options.text("previous"), sarif: options.text("sarif") });
  },
});
