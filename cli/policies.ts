import { parseArgs } from "node:util";
import { isSatisfied, policies } from "../policies";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { check } from "../operations/policies/check";
import { report } from "../operations/policies/report";
import { sarif } from "../packages/aws-policies/sarif";

const usage = `usage: npm run policies -- [ENVIRONMENT | STACK.json ...] [--previous PATH] [--json | --sarif]

Checks every environment, or those named, against the policies; exits with 1 when one fails. A file called after a stack,
its cdk.tf.json or the plan that terraform show -json prints, is checked in the place of what synth writes for it.

  --previous PATH  the stacks as they were, to find resources that were renamed without a moved block: an output folder
                   of synth, or files STACK.json (terraform show -json) or STACK.txt (terraform state list)
  --json           everything as JSON
  --sarif          the findings as SARIF 2.1.0, for code scanning`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      previous: { type: "string" },
      json: { type: "boolean" },
      sarif: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  if (values.json === true && values.sarif === true) throw new UserError(`--json or --sarif, not both\n\n${usage}`);
  const evaluations = await check({ inputs: positionals, previous: values.previous });
  if (values.json === true) console.log(JSON.stringify(json(evaluations), undefined, 2));
  else if (values.sarif === true) console.log(JSON.stringify(sarif(evaluations, policies), undefined, 2));
  else console.log(report(evaluations, policies));
  return evaluations.every(isSatisfied) ? 0 : 1;
});

function json(evaluations: Awaited<ReturnType<typeof check>>): object {
  return {
    environments: evaluations.map(({ stacks, ...evaluation }) => ({
      ...evaluation,
      satisfied: isSatisfied(evaluation),
      stacks: stacks.map(({ name }) => name),
    })),
    policies,
  };
}
